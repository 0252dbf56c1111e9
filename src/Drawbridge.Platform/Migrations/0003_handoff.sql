-- Partner identifiers. Account 0 is the record of the user as such.
create table platform_referral (
  broker_crm_name text not null,
  user_id bigint not null references platform_user (user_id),
  ctid_trader_account_id bigint not null,
  partner_id text not null,
  set_at bigint not null,
  primary key (broker_crm_name, user_id, ctid_trader_account_id)
);

-- In-app controls: the whole set of a user.
create table platform_ribbon_set (
  broker_crm_name text not null,
  user_id bigint not null references platform_user (user_id),
  ribbons {json} not null,
  primary key (broker_crm_name, user_id)
);

-- One-time tokens of the platform itself, for brokers whose users log in here.
create table platform_handoff_token (
  fingerprint {bytes} primary key,
  user_id bigint not null references platform_user (user_id),
  trader_login bigint not null,
  broker_name text not null,
  expires_at bigint not null
);
create index platform_handoff_token_expires on platform_handoff_token (expires_at);
