-- Fees are no part of the amount, which is what the account gets or gives.
alter table payments add column fee bigint not null default 0;
-- 1 the trader, 2 the broker
alter table payments add column fee_bearer integer not null default 1;
-- Where the provider sends the trader back to, so that it can be asked again without the trader. No secret.
alter table payments add column return_url text;

-- Payment providers that are reached over the network, of a CRM or of one of its brokers. Keys and secrets are encrypted.
create table payment_providers (
  id {identity},
  crm_id bigint not null references crms (id),
  -- Null: of every broker of the CRM that has none of that name itself.
  broker_id bigint references brokers (id),
  name text not null,
  settings text not null,
  api_key_sealed text not null,
  notification_secret_sealed text not null
);

create unique index payment_providers_of_crm on payment_providers (crm_id, name) where broker_id is null;
create unique index payment_providers_of_broker on payment_providers (broker_id, name) where broker_id is not null;
create index payment_providers_by_name on payment_providers (name);

-- Notifications that have counted, so that the same one counts once.
create table payment_notices (
  broker_id bigint not null references brokers (id),
  provider text not null,
  -- webhook-id
  notice_id text not null,
  -- SHA-256 in hex: the same id with another body is a mistake.
  body_hash text not null,
  received_at bigint not null,
  primary key (broker_id, provider, notice_id)
);

create index payment_notices_by_time on payment_notices (received_at);
