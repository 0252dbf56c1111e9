-- Few jobs have failed at least once, and somebody wants to know what of: found by key without looking at all the others.
create index jobs_troubled on jobs (queue, dedupe_key, id) where last_error is not null;
