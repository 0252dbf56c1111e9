-- Partners (introducing brokers) of a broker.
create table partners (
  id {identity},
  broker_id bigint not null references brokers (id),
  -- The user who is the partner; null while only the platform knows the person.
  user_id bigint references users (id),
  ctrader_user_id bigint,
  -- The account that is the partner; null = the user.
  account_id bigint references accounts (id),
  -- partnerId, compared exactly.
  identifier text not null,
  name text not null,
  -- 1 pending, 2 active, 3 suspended, 4 rejected
  status integer not null,
  created_at bigint not null,
  decided_at bigint,
  decided_by text,
  reason text,
  -- What the platform was told last; null = nothing, or that it was taken away.
  told_identifier text,
  told_at bigint,
  unique (broker_id, identifier)
);

create unique index partners_by_user on partners (broker_id, user_id) where account_id is null and user_id is not null;
create unique index partners_by_account on partners (broker_id, account_id) where account_id is not null;
create unique index partners_by_ctrader_user on partners (broker_id, ctrader_user_id) where user_id is null;

-- Who stands under whom, from when on. Appended, never changed.
create table partner_moves (
  id {identity},
  broker_id bigint not null references brokers (id),
  partner_id bigint not null references partners (id),
  parent_id bigint references partners (id),
  from_at bigint not null,
  recorded_at bigint not null,
  recorded_by text not null,
  reason text
);

create index partner_moves_by_partner on partner_moves (partner_id, from_at);
create index partner_moves_by_parent on partner_moves (parent_id);
create index partner_moves_by_broker on partner_moves (broker_id);

-- Rules of attribution, each from a time on; appended when the settings change.
create table attribution_rules (
  broker_id bigint not null references brokers (id),
  from_at bigint not null,
  rules {json} not null,
  primary key (broker_id, from_at)
);

-- The ledger: who is said to have brought whom. Appended, never changed.
create table attribution_events (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- 1 claim, 2 release, 3 signup
  kind integer not null,
  partner_id bigint references partners (id),
  source integer not null,
  findings integer not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  recorded_by text,
  reason text
);

create index attribution_events_by_user on attribution_events (user_id, id);

-- What the ledger comes to now: the ledger is the truth, this is for lists.
create table attributions (
  user_id bigint primary key references users (id),
  broker_id bigint not null references brokers (id),
  partner_id bigint references partners (id),
  source integer,
  since bigint,
  protected_until bigint,
  recorded_at bigint not null
);

create index attributions_by_partner on attributions (partner_id, user_id) where partner_id is not null;

-- What the platform said by webhook or list, each pair once (INV-21).
create table invitations (
  broker_id bigint not null references brokers (id),
  invited_user_id bigint not null,
  partner_user_id bigint not null,
  partner_id bigint not null references partners (id),
  source integer not null,
  occurred_at bigint not null,
  received_at bigint not null,
  -- What was answered (INV-16..19).
  result text not null,
  -- When it came into the ledger; null = waits for the user to come, or for the partner to be approved.
  recorded_at bigint,
  primary key (broker_id, invited_user_id, partner_user_id)
);

create index invitations_waiting on invitations (broker_id, invited_user_id) where recorded_at is null;
create index invitations_by_partner on invitations (partner_id) where recorded_at is null;

-- Users who registered in an application, as the platform's webhook or list told (INV-24).
create table invited_people (
  broker_id bigint not null references brokers (id),
  ctrader_user_id bigint not null,
  email text not null,
  partner_user_id bigint,
  registered_at bigint not null,
  primary key (broker_id, ctrader_user_id)
);

-- How far the lists of the platform were read (INV-36).
create table invite_pulls (
  broker_id bigint not null references brokers (id),
  -- 1 invited users, 2 users
  list integer not null,
  seen_until bigint not null,
  primary key (broker_id, list)
);

-- What the platform proves itself with (INV-12), by its SHA-256.
create table invite_tokens (
  broker_id bigint primary key references brokers (id),
  hash {bytes} not null unique
);

-- Whose partnerId is not in the ledger yet.
alter table users add column partner_unread {boolean} not null default true;

create index users_with_unread_partner on users (broker_id, id) where partner_id is not null and partner_unread;
