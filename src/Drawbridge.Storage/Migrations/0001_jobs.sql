-- Work that survives a crash. run_at is when a node may take the job: for a job that a node has taken, the end of its lease.
create table jobs (
  id {identity},
  queue text not null,
  dedupe_key text null,
  payload text not null,
  run_at bigint not null,
  attempts bigint not null default 0,
  enqueued bigint not null default 1,
  claimed_by text null,
  last_error text null,
  created_at bigint not null,
  failed_at bigint null
);

create index jobs_due on jobs (queue, run_at) where failed_at is null;

create unique index jobs_pending on jobs (queue, dedupe_key) where claimed_by is null and failed_at is null;
