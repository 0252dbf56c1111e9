-- Second factors: a secret that an authenticator app shares (TOTP, RFC 6238).
create table second_factors (
  user_id bigint primary key references users (id),
  broker_id bigint not null references brokers (id),
  -- Encrypted, because it has to be read again.
  secret_sealed text not null,
  -- The last time step whose code was accepted: a code counts once.
  last_step bigint not null,
  enabled_at bigint not null
);

-- Codes for whoever has lost the app, each good once. 80 random bits, so a plain hash is enough.
create table recovery_codes (
  user_id bigint not null references users (id),
  broker_id bigint not null references brokers (id),
  hash {bytes} not null,
  used_at bigint,
  primary key (user_id, hash)
);
