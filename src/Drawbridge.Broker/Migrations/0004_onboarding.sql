-- The way of a user to the platform. One row per task; each change is made under the row's claim.
create table onboarding_tasks (
  id {identity},
  -- 1 platform user, 2 account, 3 agreement
  kind integer not null,
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- which one of that kind: the number of the opening, the version of the agreement
  subject text not null,
  -- 0 pending, 1 waits for proof of the e-mail address, 2 done, 3 stuck
  status integer not null,
  -- when a pending task goes on; null = when another task lets it
  next_attempt_at bigint,
  attempts integer not null,
  last_error text,
  stuck_code text,
  -- An intent: something is about to be sent, or was sent and its outcome is unknown. From settled_at on, what the platform does not show
  -- by then never arrived.
  sent_at bigint,
  settled_at bigint,
  -- A creation of a platform user whose outcome is open: one per CRM and address.
  creation_key text unique,
  sent_email text,
  -- Who works on it, and until when without a sign of life.
  claim_id text,
  claimed_by text,
  claim_expires_at bigint,
  created_at bigint not null,
  unique (user_id, kind, subject)
);

create index onboarding_tasks_due on onboarding_tasks (next_attempt_at) where status = 0 and next_attempt_at is not null;
create index onboarding_tasks_stuck on onboarding_tasks (broker_id) where status = 3;
create index onboarding_tasks_claimed on onboarding_tasks (claimed_by) where claim_id is not null;

-- What the trader chose, and how far the account has come.
create table account_openings (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- 1 = the first account of the user
  number integer not null,
  -- Stands in the account's description, so that an account whose creation was never answered can be found again.
  reference text not null unique,
  currency text not null,
  leverage_in_cents integer not null,
  environment_name text not null,
  -- MD5 of the account's password, encrypted; wiped once the account is linked.
  password_sealed text,
  first_sent_at bigint,
  trader_login bigint,
  created_at bigint not null,
  unique (user_id, number)
);

create table accounts (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  opening_id bigint references account_openings (id),
  trader_login bigint not null,
  -- Null when the platform linked the account without telling the id.
  ctid_trader_account_id bigint,
  environment_name text not null,
  deposit_currency text not null,
  created_at bigint not null,
  unique (broker_id, environment_name, trader_login)
);

create index accounts_by_user on accounts (user_id);

create table agreement_acceptances (
  user_id bigint not null references users (id),
  broker_id bigint not null references brokers (id),
  version text not null,
  accepted_at bigint not null,
  -- When the platform was told (3.13).
  reported_at bigint,
  primary key (user_id, version)
);
