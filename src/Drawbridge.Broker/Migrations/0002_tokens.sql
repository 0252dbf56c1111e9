-- Every token is a SHA-256 fingerprint; the secret is nowhere. Rows are addressed by hash alone and have no foreign keys, so that the
-- hot path writes nothing but them and the tables can be split by hash.
create table crm_api_tokens (
  hash {bytes} primary key,
  crm_id bigint not null,
  broker_id bigint,
  password_id bigint not null,
  created_at bigint not null,
  expires_at bigint not null
);

create index crm_api_tokens_by_password on crm_api_tokens (password_id);

create table one_time_tokens (
  hash {bytes} primary key,
  broker_id bigint not null,
  user_id bigint not null,
  ctrader_user_id bigint not null,
  purpose integer not null,
  keep_logged_in {boolean} not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint,
  -- The access token that the first use issued: a replay revokes it.
  access_token_hash {bytes}
)
-- only: postgres
with (fillfactor = 75)
-- end
;

create table access_tokens (
  hash {bytes} primary key,
  broker_id bigint not null,
  user_id bigint not null,
  ctrader_user_id bigint not null,
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint
);

create index access_tokens_by_user on access_tokens (user_id);

create table in_app_tokens (
  hash {bytes} primary key,
  broker_id bigint not null,
  user_id bigint not null,
  access_token_hash {bytes},
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);

create index in_app_tokens_by_user on in_app_tokens (user_id);

-- only: postgres
create index one_time_tokens_by_age on one_time_tokens using brin (created_at);
-- end
