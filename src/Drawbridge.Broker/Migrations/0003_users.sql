-- Users of the brokers. The same address may stand in several brokers (BID-45); every statement names the broker (BID-44).
create table users (
  id {identity},
  broker_id bigint not null references brokers (id),
  email text not null,
  normalized_email text not null,
  password_hash text,
  security_stamp text not null,
  concurrency_stamp text not null,
  first_name text,
  last_name text,
  preferred_language text not null,
  ctrader_user_id bigint,
  partner_id text,
  -- Where the user came from: source, utm_*, gclid, eventName.
  acquisition {json},
  email_confirmed_at bigint,
  blocked_at bigint,
  agreement_version text,
  created_at bigint not null,
  unique (broker_id, normalized_email),
  unique (broker_id, ctrader_user_id)
);

-- Client-area sessions, by the SHA-256 of the handle in the cookie.
create table sessions (
  hash {bytes} primary key,
  broker_id bigint not null,
  user_id bigint not null,
  kept {boolean} not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null
);

create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);

-- The one code a user may prove an e-mail address with. Six digits are few, hence the slow hash and the few tries.
create table email_proofs (
  user_id bigint primary key,
  broker_id bigint not null,
  code_hash text not null,
  tries_left integer not null,
  expires_at bigint not null
);

-- Counters of attempts in a window of time, by the SHA-256 of what is counted.
create table throttles (
  hash {bytes} primary key,
  attempts integer not null,
  window_ends_at bigint not null
);

create index throttles_by_end on throttles (window_ends_at);
