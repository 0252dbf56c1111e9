-- Of the form that asked for a further account: sent twice, it opens one.
alter table account_openings add column submission_key text;

create unique index account_openings_by_key on account_openings (user_id, submission_key);
