-- Secrets of the platform itself, encrypted.
create table platform_key (
  name text primary key,
  value {bytes} not null
);

-- Numbers of different things never coincide, so that a mix-up shows. Whoever takes a number holds the row until it commits.
create table platform_sequence (
  name text primary key,
  next bigint not null
);
insert into platform_sequence (name, next) values ('user', 10000001), ('trader', 9000001), ('link', 70000001);

create table platform_manager (
  login bigint primary key,
  password_hash text not null,
  stamp text not null,
  token_fingerprint {bytes} not null unique,
  allowed_groups {json} not null,
  disabled_broker_names {json} not null,
  super_admin {boolean} not null
);

create table platform_user (
  user_id bigint primary key,
  broker_crm_name text not null,
  email text not null,
  email_key text not null,
  nickname text not null,
  nickname_key text not null unique,
  first_name text,
  preferred_language text,
  agreement_accepted_at bigint,
  created_at bigint not null,
  unique (broker_crm_name, email_key)
);

create table platform_trader (
  login bigint primary key,
  broker_name text not null,
  group_name text not null,
  deposit_currency text not null,
  money_digits bigint not null,
  access_rights text not null,
  account_type text not null,
  balance bigint not null,
  bonus bigint not null,
  non_withdrawable_bonus bigint not null,
  leverage_in_cents bigint not null,
  max_leverage bigint,
  total_margin_calculation_type text not null,
  contact_details {json} not null,
  name text,
  last_name text,
  description text,
  limited_risk {boolean} not null,
  limited_risk_margin_calculation_strategy text,
  send_own_statement {boolean} not null,
  send_statement_to_broker {boolean} not null,
  swap_free {boolean} not null,
  password_hash text not null,
  registered_at bigint not null,
  updated_at bigint not null,
  connected_at bigint not null,
  last_deal_at bigint,
  open_positions bigint not null
);
create index platform_trader_registered on platform_trader (registered_at, login);

create table platform_link (
  ctid_trader_account_id bigint primary key,
  trader_login bigint not null unique references platform_trader (login),
  user_id bigint not null references platform_user (user_id),
  broker_name text not null,
  environment_name text not null,
  linked_at bigint not null
);
create index platform_link_user on platform_link (user_id, broker_name);

-- Sessions of applications. The tokens are encrypted, the session's own handle is there as a fingerprint only.
create table platform_app_session (
  fingerprint {bytes} primary key,
  user_id bigint not null references platform_user (user_id),
  broker_name text not null,
  source text,
  access_token {bytes},
  inapp_token {bytes},
  created_at bigint not null
);
create index platform_app_session_user on platform_app_session (user_id);
