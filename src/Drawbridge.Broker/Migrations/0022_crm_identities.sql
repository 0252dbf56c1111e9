-- The id by which the broker's own CRM knows a user: the stable key, whatever becomes of the address.
alter table users add column crm_user_id text;

create unique index users_by_crm_user on users (broker_id, crm_user_id);

-- What a broker's CRM knows us by, and what signs the questions to it, encrypted.
create table crm_secrets (
  broker_id bigint primary key references brokers (id),
  login_sealed text,
  check_sealed text
);

-- Logins that are under way at a CRM, by the SHA-256 of their state. Each ends with its first answer.
create table crm_logins (
  hash {bytes} primary key,
  broker_id bigint not null references brokers (id),
  attempt_sealed text not null,
  expires_at bigint not null
);

create index crm_logins_by_end on crm_logins (expires_at);
