-- How far the import of a file of users has come, so that a run which was stopped goes on behind the last line whose users are stored.
create table user_imports (
  broker_id bigint not null references brokers (id),
  -- SHA-256 of the file.
  file_hash {bytes} not null,
  lines_done bigint not null,
  created bigint not null,
  linked bigint not null,
  updated bigint not null,
  unchanged bigint not null,
  refused bigint not null,
  finished_at bigint,
  primary key (broker_id, file_hash)
);
