-- Where a user lives: ISO 3166-1 alpha-2; null = nobody has told.
alter table users add column country text;

-- What the platform told last of the money on an account, in 10^-balance_digits of its currency, and when it told this balance; null = it never did.
alter table accounts add column balance bigint;
alter table accounts add column balance_digits integer;
alter table accounts add column balance_at bigint;

-- When the balances of a broker's accounts were read last from end to end, and why the last time did not work; null = it did.
create table account_balance_pulls (
  broker_id bigint primary key references brokers (id),
  read_at bigint,
  fault text
);
