-- Deposits and withdrawals. Amounts are integers in 10^-money_digits of the currency, as on the platform.
create table payments (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- 1 deposit, 2 withdrawal
  kind integer not null,
  -- Our own number of it, for people, providers and the platform (externalId).
  reference text not null unique,
  trader_login bigint not null,
  currency text not null,
  money_digits integer not null,
  amount bigint not null,
  method text not null,
  provider text not null,
  -- The provider's number of it, once there is one.
  provider_reference text,
  state integer not null,
  -- Counts the changes: each is made on the state that it was decided on.
  revision integer not null,
  -- Of the form it came from: sent twice, it counts once.
  submission_key text not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (broker_id, user_id, submission_key)
);

create index payments_by_user on payments (user_id, id);
create index payments_open on payments (broker_id, state);

-- Every sending of money to or from an account: at most one of an account is open, so that its balance tells whether it arrived.
create table payment_movements (
  id {identity},
  payment_id bigint not null references payments (id),
  broker_id bigint not null references brokers (id),
  trader_login bigint not null,
  -- 1 credit of a deposit, 2 debit of a withdrawal, 3 refund of a withdrawal
  purpose integer not null,
  -- Signed: what it does to the balance.
  amount bigint not null,
  -- Read when the movement is already open, so that nothing else of ours can come in between. Null: nothing has been sent yet.
  balance_before bigint,
  -- 1 under way, 2 outcome unknown, 3 applied, 4 did not happen
  status integer not null,
  sent_at bigint not null,
  balance_history_id bigint,
  -- What was seen when its outcome was unknown.
  evidence text
);

create unique index payment_movements_open on payment_movements (broker_id, trader_login) where status in (1, 2);
create unique index payment_movements_applied on payment_movements (payment_id, purpose) where status = 3;
create index payment_movements_by_payment on payment_movements (payment_id);

-- What happened to a payment, in order. Never changed.
create table payment_events (
  id {identity},
  payment_id bigint not null references payments (id),
  name text not null,
  from_state integer not null,
  to_state integer not null,
  detail text,
  happened_at bigint not null
);

create index payment_events_by_payment on payment_events (payment_id, id);

-- Double entry: the entries of one posting add up to nothing. Never changed.
create table ledger_entries (
  id {identity},
  broker_id bigint not null references brokers (id),
  payment_id bigint not null references payments (id),
  -- What is posted: confirmed, credited, debited, paid out, refunded. Once each.
  posting text not null,
  account text not null,
  amount bigint not null,
  currency text not null,
  money_digits integer not null,
  posted_at bigint not null,
  unique (payment_id, posting, account)
);

create index ledger_entries_by_account on ledger_entries (broker_id, account);
