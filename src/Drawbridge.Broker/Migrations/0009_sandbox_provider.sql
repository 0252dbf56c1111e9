-- The payment provider for development: what it was asked for, and what it says of it.
create table sandbox_payments (
  provider_reference text primary key,
  reference text not null unique,
  -- 1 deposit, 2 payout
  kind integer not null,
  amount bigint not null,
  money_digits integer not null,
  currency text not null,
  -- pending, secure, succeeded, failed, expired
  status text not null,
  return_url text,
  created_at bigint not null
);
