-- Passkeys: public keys of authenticators (WebAuthn). There is no secret here.
create table passkeys (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- Host of the screens on which it was made, and the only one on which it works.
  rp_id text not null,
  credential_id {bytes} not null,
  public_key {bytes} not null,
  -- What the authenticator counted at its last use; it never goes back.
  sign_count bigint not null,
  name text not null,
  transports text,
  user_verified {boolean} not null,
  backup_eligible {boolean} not null,
  backed_up {boolean} not null,
  created_at bigint not null,
  last_used_at bigint,
  unique (broker_id, credential_id)
);

create index passkeys_by_user on passkeys (user_id);

-- Challenges that were answered, by SHA-256, until they would have ended anyway: each counts once.
create table passkey_challenges (
  hash {bytes} primary key,
  ends_at bigint not null
);

create index passkey_challenges_by_end on passkey_challenges (ends_at);

-- When the user of a session last proved who he is, and when with a second factor; null = not in this session.
alter table sessions add column proved_at bigint;
alter table sessions add column factor_at bigint;
alter table in_app_sessions add column factor_at bigint;
