-- What partners, and people who ask to become partners, agreed to.
create table partner_consents (
  user_id bigint not null references users (id),
  broker_id bigint not null references brokers (id),
  agreement text not null,
  version text not null,
  -- What was on the screen: its language, and the document that was linked.
  language text not null,
  url text not null,
  accepted_at bigint not null,
  primary key (user_id, agreement, version)
);
