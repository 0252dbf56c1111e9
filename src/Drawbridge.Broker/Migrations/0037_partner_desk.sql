-- What partners are found by: name and identifier in small letters.
alter table partners add column search_text text not null default '';

update partners set search_text = lower(name || ' ' || identifier);

create index partners_by_status on partners (broker_id, status, id);

-- Those below a partner, page by page.
create index partner_moves_children on partner_moves (parent_id, partner_id);

-- Whose a trader was from when on, as far as is known: appended with each change that the ledger comes to. Of those that hold at a time the last one counts.
create table attribution_spans (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- Null = nobody's.
  partner_id bigint references partners (id),
  -- The line of the ledger that decided; null = somebody took the trader away.
  event_id bigint references attribution_events (id),
  -- The first partner that the trader has: this is the partner's sign-up.
  is_first {boolean} not null,
  from_at bigint not null,
  recorded_at bigint not null
);

create index attribution_spans_by_user on attribution_spans (user_id, id);
create index attribution_spans_by_time on attribution_spans (broker_id, from_at);
create index attribution_spans_by_partner on attribution_spans (partner_id) where partner_id is not null;
create index attribution_spans_by_event on attribution_spans (event_id) where event_id is not null;

insert into attribution_spans (broker_id, user_id, partner_id, event_id, is_first, from_at, recorded_at)
select a.broker_id, a.user_id, a.partner_id,
  (select max(e.id) from attribution_events e where e.user_id = a.user_id and e.partner_id = a.partner_id and e.source = a.source), true, a.since, a.recorded_at
from attributions a where a.partner_id is not null;

-- Traders of one partner that go to another, some at a time until all have gone.
create table partner_transfers (
  id {identity},
  broker_id bigint not null references brokers (id),
  from_partner_id bigint not null references partners (id),
  to_partner_id bigint not null references partners (id),
  -- True: all of them; false: those in partner_transfer_traders.
  takes_all {boolean} not null,
  reason text not null,
  created_at bigint not null,
  created_by text not null,
  -- How many there were at the beginning, how many went, and how many were not the partner's any more.
  total bigint not null,
  moved bigint not null,
  skipped bigint not null,
  -- The last one that was looked at; who came later than the transfer does not go.
  after_user_id bigint not null,
  until_user_id bigint not null,
  ended_at bigint
);

create index partner_transfers_from on partner_transfers (from_partner_id, id);
create index partner_transfers_to on partner_transfers (to_partner_id, id);
create index partner_transfers_by_broker on partner_transfers (broker_id);

create table partner_transfer_traders (
  transfer_id bigint not null references partner_transfers (id),
  user_id bigint not null references users (id),
  broker_id bigint not null references brokers (id),
  primary key (transfer_id, user_id)
);

-- introducingBroker1 and introducingBroker2 of accounts as the platform was told (INV-3, WS-73).
create table account_introducers (
  account_id bigint primary key references accounts (id),
  broker_id bigint not null references brokers (id),
  first text not null,
  second text not null,
  -- False: sent, and it is not known whether it arrived.
  confirmed {boolean} not null,
  told_at bigint not null
);

create index account_introducers_by_broker on account_introducers (broker_id);

-- Brokers that have introducing brokers told: all their traders were gone through when this was switched on.
create table introducer_brokers (
  broker_id bigint primary key references brokers (id),
  since bigint not null
);
