-- Campaign links of partners.
create table partner_links (
  id {identity},
  broker_id bigint not null references brokers (id),
  partner_id bigint not null references partners (id),
  -- Stands in the address behind /r/; tells the broker as well, since brokers may share a host.
  slug text not null unique,
  -- What the partner calls the campaign.
  name text not null,
  -- 1 sign-up, 2 client area, 3 application, 4 trading in the browser
  target integer not null,
  -- Where in the application, such as /symbols/EURUSD; null = at its start.
  deep_link text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_term text,
  created_at bigint not null,
  -- Since when it leads nobody to the partner any more; null = still does.
  archived_at bigint
);

create index partner_links_by_partner on partner_links (partner_id, id);
create index partner_links_by_broker on partner_links (broker_id);

-- Codes that people type at the sign-up.
create table partner_codes (
  id {identity},
  broker_id bigint not null references brokers (id),
  partner_id bigint not null references partners (id),
  -- The campaign that it counts for; null = none.
  link_id bigint references partner_links (id),
  -- In capitals.
  code text not null,
  created_at bigint not null,
  archived_at bigint,
  unique (broker_id, code)
);

create index partner_codes_by_partner on partner_codes (partner_id, id);
create index partner_codes_by_link on partner_codes (link_id) where link_id is not null;

-- Openings of links: one line for each visitor of a day.
create table partner_clicks (
  id {identity},
  broker_id bigint not null references brokers (id),
  partner_id bigint not null references partners (id),
  link_id bigint references partner_links (id),
  -- What the addresses of the visit carry: random, and tells of nobody.
  reference text not null unique,
  -- HMAC of address and browser under the salt of the day, which is forgotten: no address is kept, and no two days can be brought together.
  visitor {bytes} not null,
  -- Opened by a person as a page, other than the partner: counts.
  counted {boolean} not null,
  findings integer not null,
  occurred_at bigint not null,
  -- The same visitor opened it again, so many times, the last time then.
  repeats bigint not null default 0,
  last_at bigint not null
);

create unique index partner_clicks_once on partner_clicks (link_id, visitor, findings);
create index partner_clicks_by_visitor on partner_clicks (broker_id, visitor);
create index partner_clicks_by_partner on partner_clicks (partner_id, occurred_at);
create index partner_clicks_by_time on partner_clicks (occurred_at);

-- The salts of today and yesterday.
create table partner_click_salts (
  day bigint primary key,
  salt {bytes} not null
);

-- Through which campaign the user came.
alter table attribution_events add column link_id bigint references partner_links (id);

create index attribution_events_by_link on attribution_events (link_id) where link_id is not null;

-- What a new user brought along until it is in the ledger: references of clicks, and the code that was typed.
alter table users add column partner_clicks text;
alter table users add column partner_code text;

drop index users_with_unread_partner;
create index users_with_unread_partner on users (broker_id, id)
  where partner_unread and (partner_id is not null or partner_clicks is not null or partner_code is not null);
