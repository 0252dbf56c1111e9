-- Copies of the state that a developer made. The rows of each are in tables of their own, snapshot_ID_TABLE.
create table platform_snapshot (
  id {identity},
  name text not null unique,
  created_at bigint not null,
  schema_version text not null,
  users bigint not null,
  traders bigint not null,
  size_bytes bigint not null
);
