-- A new e-mail address of a user on its way: asked for, proved by a mailed code, told to the platform.
create table email_changes (
  user_id bigint primary key references users (id),
  broker_id bigint not null references brokers (id),
  new_email text not null,
  code_hash text not null,
  tries_left integer not null,
  -- Until when the code can be entered.
  expires_at bigint not null,
  -- The client session that asked for it, which goes on when the others end.
  session_hash {bytes} not null,
  -- When the code was entered.
  confirmed_at bigint,
  -- Why the new address cannot be used after all.
  refused text
);
