-- What traders answered in custom actions.
create table action_submissions (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  account bigint,
  action_type text not null,
  answers {json} not null,
  -- Of the form as it was shown: sent twice, it counts once.
  submission_key text not null,
  created_at bigint not null,
  unique (broker_id, user_id, submission_key)
);

create index action_submissions_by_user on action_submissions (user_id, id);
