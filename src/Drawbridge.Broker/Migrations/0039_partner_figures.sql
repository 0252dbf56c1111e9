-- Figures of partners by day, so that a report reads as many rows as it shows however large a network is.
create table partner_figures (
  broker_id bigint not null references brokers (id),
  -- 0 = the whole broker.
  partner_id bigint not null,
  -- 1 what the partner's own links and traders brought, 2 what the network below did
  scope integer not null,
  -- Days since 0001-01-01, in the broker's time zone.
  day bigint not null,
  -- The campaign; 0 = none.
  link_id bigint not null,
  -- Of the amounts; empty for what is counted.
  currency text not null,
  clicks bigint not null,
  sign_ups bigint not null,
  first_deposits bigint not null,
  deposits bigint not null,
  partners bigint not null,
  -- Exact decimals.
  lots text not null,
  deposited text not null,
  earned text not null,
  primary key (broker_id, partner_id, scope, day, link_id, currency)
);

create index partner_figures_by_day on partner_figures (broker_id, day, partner_id);

-- In which time zone the days of a broker were counted, and when last.
create table partner_figure_brokers (
  broker_id bigint primary key references brokers (id),
  time_zone text not null,
  counted_at bigint not null
);

-- How far the facts of a broker were looked at. What was written at the same time as others may become visible after them, so that everything behind safe_id is
-- looked at again.
create table partner_figure_sources (
  broker_id bigint not null references brokers (id),
  source integer not null,
  safe_id bigint not null,
  -- Becomes the safe one when it is old enough.
  seen_id bigint not null,
  seen_at bigint not null,
  primary key (broker_id, source)
);

-- Days that have to be counted again, and from when on.
create table partner_figure_days (
  broker_id bigint not null references brokers (id),
  day bigint not null,
  due_at bigint not null,
  primary key (broker_id, day, due_at)
);

create index partner_clicks_of_broker on partner_clicks (broker_id, occurred_at);
create index partner_clicks_new on partner_clicks (broker_id, id);
create index partner_trades_of_broker on partner_trades (broker_id, closed_at);
create index partner_trades_new on partner_trades (broker_id, id);
create index partner_deposits_of_broker on partner_deposits (broker_id, occurred_at);
create index partner_deposits_new on partner_deposits (broker_id, id);
create index partner_rewards_of_broker on partner_rewards (broker_id, occurred_at);
create index partner_rewards_new on partner_rewards (broker_id, id);
create index partner_moves_of_broker on partner_moves (broker_id, from_at);
create index partner_moves_new on partner_moves (broker_id, id);
create index attribution_spans_new on attribution_spans (broker_id, id);
