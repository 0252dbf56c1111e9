-- What was configured, by whom and when. Passwords and keys are in none of it, only fingerprints of them under a key that is sealed.
create table configuration_state (
  id integer primary key,
  -- The newest version; 0 before the first.
  version bigint not null,
  -- Key of the fingerprints, encrypted.
  key_sealed text
);

insert into configuration_state (id, version) values (1, 0);

create table configuration_versions (
  version bigint primary key,
  made_at bigint not null,
  -- 1 start of the server, 2 file, 3 management API, 4 console
  source integer not null,
  actor text not null,
  -- File or address that it came from.
  place text,
  -- The older version that was put back.
  restored bigint
);

-- A CRM without its brokers, or one broker, as it is from this version on.
create table configuration_entries (
  version bigint not null references configuration_versions (version),
  crm_id bigint not null references crms (id),
  broker_id bigint references brokers (id),
  document {json} not null
);

create index configuration_entries_by_version on configuration_entries (version, crm_id);
create index configuration_entries_by_crm on configuration_entries (crm_id, version) where broker_id is null;
create index configuration_entries_by_broker on configuration_entries (broker_id, version) where broker_id is not null;

-- What the server's own configuration said at its last start.
create table configuration_sections (
  crm_name text not null,
  -- Empty: the CRM without its brokers.
  broker_name text not null,
  document {json} not null,
  primary key (crm_name, broker_name)
);

alter table crm_passwords add column fingerprint text;
