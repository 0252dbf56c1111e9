-- Decisions about payments that came with a key of the CRM's: sent again, they answer as before.
create table payment_decisions (
  crm_id bigint not null references crms (id),
  idempotency_key text not null,
  reference text not null,
  decision integer not null,
  decided_at bigint not null,
  primary key (crm_id, idempotency_key)
);
