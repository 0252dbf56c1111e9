-- CRMs and their brokers. Settings are one JSON document per row, validated before it is stored.
create table crms (
  id {identity},
  name text not null unique,
  settings {json} not null
);

create table brokers (
  id {identity},
  crm_id bigint not null references crms (id),
  name text not null unique,
  settings {json} not null,
  -- MD5 of the manager's password, encrypted: the platform wants it in call 3.1.
  manager_password_sealed text not null
);

create index brokers_by_crm on brokers (crm_id);

-- Passwords of call 4.1. Two rows of one CRM (or broker) may be valid while a password is being changed.
create table crm_passwords (
  id {identity},
  crm_id bigint not null references crms (id),
  broker_id bigint references brokers (id),
  password_hash text not null,
  created_at bigint not null
);

create index crm_passwords_by_crm on crm_passwords (crm_id);

-- Keys of the management API; a key belongs to one CRM.
create table management_keys (
  hash {bytes} primary key,
  crm_id bigint not null references crms (id),
  created_at bigint not null
);
