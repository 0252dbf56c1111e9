-- Where a CRM wants to be told of what happens here. The secret that signs is encrypted.
create table webhook_endpoints (
  crm_id bigint primary key references crms (id),
  url text not null,
  secret_sealed text not null
);

-- What a CRM is told, in the order in which it happened. Rows stay, so that one can be sent again.
create table webhook_events (
  id {identity},
  -- webhook-id: the receiver recognises a repetition by it.
  event_id text not null unique,
  crm_id bigint not null references crms (id),
  broker_id bigint not null references brokers (id),
  type text not null,
  body text not null,
  created_at bigint not null,
  attempts integer not null,
  -- HTTP status of the last attempt; 0 when there was no answer.
  last_status integer,
  delivered_at bigint,
  given_up_at bigint
);

create index webhook_events_by_crm on webhook_events (crm_id, id);
