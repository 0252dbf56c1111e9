-- How many reached each step of a flow, by day and by where they came from. Tells of nobody.
create table funnel_days (
  broker_id bigint not null references brokers (id),
  day bigint not null,
  flow text not null,
  position bigint not null,
  step text not null,
  source text not null,
  campaign text not null,
  partner text not null,
  event_name text not null,
  visits bigint not null,
  primary key (broker_id, day, flow, position, step, source, campaign, partner, event_name)
);

-- Which walks have reached a step, by an HMAC, so that each counts once; forgotten after some weeks.
create table funnel_walks (
  hash {bytes} primary key,
  day bigint not null
);

create index funnel_walks_by_day on funnel_walks (day);

-- The key of those names, encrypted; there is one.
create table funnel_keys (
  id bigint primary key,
  key_sealed text not null
);
