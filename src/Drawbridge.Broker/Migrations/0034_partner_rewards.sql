-- What partners earn. Amounts of rewards, lots and volumes are integers in 10^-8; amounts of deposits in 10^-money_digits, as payments are.

-- Which status a partner had from when on. Appended, never changed.
create table partner_statuses (
  id {identity},
  broker_id bigint not null references brokers (id),
  partner_id bigint not null references partners (id),
  status integer not null,
  from_at bigint not null
);

create index partner_statuses_by_partner on partner_statuses (partner_id, from_at);

insert into partner_statuses (broker_id, partner_id, status, from_at) select broker_id, id, status, coalesce(decided_at, created_at) from partners;

create table partner_plans (
  id {identity},
  broker_id bigint not null references brokers (id),
  name text not null,
  created_at bigint not null,
  archived_at bigint,
  unique (broker_id, name)
);

-- What a plan pays, from a time on. Appended, never changed: what was earned before stays.
create table partner_plan_versions (
  id {identity},
  broker_id bigint not null references brokers (id),
  plan_id bigint not null references partner_plans (id),
  number integer not null,
  terms {json} not null,
  from_at bigint not null,
  recorded_at bigint not null,
  recorded_by text not null,
  unique (plan_id, number)
);

create index partner_plan_versions_by_broker on partner_plan_versions (broker_id);

-- Who has which plan, from when on. Appended, never changed.
create table partner_plan_assignments (
  id {identity},
  broker_id bigint not null references brokers (id),
  -- Null: whoever has none.
  partner_id bigint references partners (id),
  -- Null: none any more.
  plan_id bigint references partner_plans (id),
  from_at bigint not null,
  recorded_at bigint not null,
  recorded_by text not null,
  reason text
);

create index partner_plan_assignments_by_broker on partner_plan_assignments (broker_id, partner_id);

-- Closed positions of live accounts, each closing deal once.
create table partner_trades (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  account_id bigint not null references accounts (id),
  deal_id bigint not null,
  position_id bigint not null,
  symbol text not null,
  -- In units of the base asset, and in lots.
  volume bigint not null,
  lots bigint not null,
  opened_at bigint,
  closed_at bigint not null,
  -- What the trader paid, in USD.
  commission bigint not null,
  -- From USD to the currency of the account when it was closed, exactly as a decimal; null = the platform did not tell.
  deposit_currency text not null,
  usd_rate text,
  recorded_at bigint not null,
  rewarded_at bigint,
  unique (account_id, deal_id)
);

create index partner_trades_to_reward on partner_trades (broker_id, id) where rewarded_at is null;
create index partner_trades_by_user on partner_trades (user_id, closed_at);

-- Deposits that an account has got, each payment once; what is paid to partners is none.
create table partner_deposits (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  account_id bigint not null references accounts (id),
  payment_id bigint not null unique references payments (id),
  amount bigint not null,
  money_digits integer not null,
  currency text not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  rewarded_at bigint
);

create index partner_deposits_to_reward on partner_deposits (broker_id, id) where rewarded_at is null;
create index partner_deposits_by_user on partner_deposits (user_id, occurred_at);

-- A rate that somebody gave a fact which had none.
create table partner_fact_rates (
  id {identity},
  broker_id bigint not null references brokers (id),
  trade_id bigint references partner_trades (id),
  deposit_id bigint references partner_deposits (id),
  from_currency text not null,
  to_currency text not null,
  rate text not null,
  recorded_at bigint not null,
  recorded_by text not null
);

create unique index partner_fact_rates_of_trade on partner_fact_rates (trade_id, from_currency, to_currency) where trade_id is not null;
create unique index partner_fact_rates_of_deposit on partner_fact_rates (deposit_id, from_currency, to_currency) where deposit_id is not null;

-- How far the closed positions of a broker were read.
create table partner_trade_pulls (
  broker_id bigint primary key references brokers (id),
  read_until bigint not null,
  -- Days on which positions were opened that were open then: they may be closed since.
  open_days {json} not null,
  read_at bigint not null,
  fault text
);

-- A run makes the statements of a period.
create table partner_runs (
  id {identity},
  broker_id bigint not null references brokers (id),
  -- Rewards for what happened before; from_at only names the period.
  from_at bigint not null,
  until_at bigint not null,
  -- 1 rewarding facts, 2 collecting rewards, 3 done
  state integer not null,
  facts_total bigint not null default 0,
  facts_done bigint not null default 0,
  rewards_total bigint not null default 0,
  rewards_done bigint not null default 0,
  statements bigint not null default 0,
  -- Rewards above this number are not part of the run.
  last_reward_id bigint,
  -- How far the partners were gone through.
  after_partner_id bigint not null default 0,
  created_at bigint not null,
  created_by text not null,
  finished_at bigint
);

create unique index partner_runs_open on partner_runs (broker_id) where state < 3;
create unique index partner_runs_of_period on partner_runs (broker_id, from_at, until_at);

create table partner_statements (
  id {identity},
  broker_id bigint not null references brokers (id),
  run_id bigint not null references partner_runs (id),
  partner_id bigint not null references partners (id),
  currency text not null,
  from_at bigint not null,
  until_at bigint not null,
  -- 0 being collected, 1 draft, 2 held, 3 approved, 4 being paid, 5 paid
  state integer not null,
  revision integer not null default 0,
  -- The sum of the lines.
  amount bigint not null default 0,
  lines bigint not null default 0,
  account_id bigint references accounts (id),
  payment_id bigint references payments (id),
  created_at bigint not null,
  updated_at bigint not null,
  unique (run_id, partner_id, currency)
);

create index partner_statements_by_partner on partner_statements (partner_id, id);
create index partner_statements_by_broker on partner_statements (broker_id, state, id);

-- What partners have earned. Lines are added, never changed but for the statement that they come to stand on; a mistake is met by a counter-entry.
create table partner_rewards (
  id {identity},
  broker_id bigint not null references brokers (id),
  partner_id bigint not null references partners (id),
  -- The trader; null for what is carried over.
  user_id bigint references users (id),
  account_id bigint references accounts (id),
  -- 1 per lot, 2 CPA, 3 revenue share, 4 carried over
  kind integer not null,
  -- 1 = the trader's own partner, 2 = the one above, and so on
  level integer not null,
  occurred_at bigint not null,
  recorded_at bigint not null,
  amount bigint not null,
  currency text not null,
  trade_id bigint references partner_trades (id),
  deposit_id bigint references partner_deposits (id),
  plan_version_id bigint references partner_plan_versions (id),
  -- What all levels share, and the share of this one in millionths.
  base bigint,
  share integer,
  -- The line of the attribution ledger that counted.
  attribution_event_id bigint,
  statement_id bigint references partner_statements (id),
  -- The line that this one takes back.
  reverses_id bigint references partner_rewards (id),
  reason text,
  recorded_by text
);

create unique index partner_rewards_of_trade on partner_rewards (trade_id, kind, level) where trade_id is not null and reverses_id is null;
create unique index partner_rewards_of_trader on partner_rewards (user_id, level) where kind = 2 and reverses_id is null;
create unique index partner_rewards_reversed on partner_rewards (reverses_id) where reverses_id is not null;
create index partner_rewards_by_partner on partner_rewards (partner_id, occurred_at);
create index partner_rewards_open on partner_rewards (broker_id, partner_id, currency, id) where statement_id is null;
create index partner_rewards_by_statement on partner_rewards (statement_id, id) where statement_id is not null;

-- What keeps a fact from being rewarded, or a statement from being paid.
create table partner_holds (
  id {identity},
  broker_id bigint not null references brokers (id),
  trade_id bigint references partner_trades (id),
  deposit_id bigint references partner_deposits (id),
  statement_id bigint references partner_statements (id),
  reason integer not null,
  detail text,
  created_at bigint not null,
  created_by text not null,
  released_at bigint,
  released_by text,
  release_reason text
);

create unique index partner_holds_of_trade on partner_holds (trade_id) where trade_id is not null and released_at is null;
create unique index partner_holds_of_deposit on partner_holds (deposit_id) where deposit_id is not null and released_at is null;
create unique index partner_holds_of_statement on partner_holds (statement_id) where statement_id is not null and released_at is null;
create index partner_holds_by_broker on partner_holds (broker_id, id);

-- Who agreed to a statement; nobody counts twice.
create table partner_approvals (
  statement_id bigint not null references partner_statements (id),
  broker_id bigint not null references brokers (id),
  approved_by text not null,
  approved_at bigint not null,
  primary key (statement_id, approved_by)
);

-- Requests that came with a key of the CRM's: sent again, they answer as before.
create table partner_requests (
  crm_id bigint not null references crms (id),
  idempotency_key text not null,
  -- What was asked for.
  request text not null,
  -- What came of it.
  subject_id bigint not null,
  made_at bigint not null,
  primary key (crm_id, idempotency_key)
);

-- Deposits that were made before.
insert into partner_deposits (broker_id, user_id, account_id, payment_id, amount, money_digits, currency, occurred_at, recorded_at)
select p.broker_id, p.user_id, min(a.id), p.id, p.amount, p.money_digits, p.currency, p.updated_at, p.updated_at
from payments p join accounts a on a.broker_id = p.broker_id and a.user_id = p.user_id and a.trader_login = p.trader_login
where p.kind = 1 and p.state = 7
group by p.broker_id, p.user_id, p.id, p.amount, p.money_digits, p.currency, p.updated_at;
