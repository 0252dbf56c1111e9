-- Sessions of in-app screens, by the SHA-256 of their handle. Each is of one user, one action and, once chosen, one account.
create table in_app_sessions (
  hash {bytes} primary key,
  broker_id bigint not null,
  user_id bigint not null,
  action integer not null,
  account bigint,
  -- The token that opened it: a reload of the address that carried it finds the session again.
  token_hash {bytes} not null,
  created_at bigint not null,
  expires_at bigint not null
);

create index in_app_sessions_by_user on in_app_sessions (user_id);
create index in_app_sessions_by_end on in_app_sessions (expires_at);
