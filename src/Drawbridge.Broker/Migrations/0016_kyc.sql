-- Verifications of traders: one for each user, level and round. A further round begins when the one before has run out or was erased.
create table kyc_cases (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  level text not null,
  round integer not null,
  -- Our number of it, for people and providers.
  reference text not null unique,
  -- 1 draft, 2 submitted, 3 in review, 4 approved, 5 rejected, 6 expired
  state integer not null,
  -- Counts the changes of state: each is made on the state that it was decided on.
  revision integer not null,
  -- How often it was submitted: a provider's word is about one of them.
  submissions integer not null,
  -- Of the form that submitted it last: sent twice, it counts once.
  submission_key text,
  -- What the trader is told of the decision as a whole.
  reason text,
  created_at bigint not null,
  updated_at bigint not null,
  submitted_at bigint,
  decided_at bigint,
  expires_at bigint,
  -- When answers and files were erased.
  erased_at bigint,
  unique (broker_id, user_id, level, round)
);

create index kyc_cases_by_broker on kyc_cases (broker_id, id);

create table kyc_steps (
  case_id bigint not null references kyc_cases (id),
  step text not null,
  -- What the trader answered, encrypted; null once erased.
  answers_sealed text,
  complete {boolean} not null,
  -- Why it has to be done again; null when it has not.
  reason text,
  updated_at bigint not null,
  primary key (case_id, step)
);

create table kyc_files (
  document_id bigint primary key references documents (id),
  case_id bigint not null references kyc_cases (id),
  step text not null,
  side text not null,
  added_at bigint not null,
  -- When another file took its place.
  replaced_at bigint
);

create unique index kyc_files_current on kyc_files (case_id, step, side) where replaced_at is null;
create index kyc_files_by_case on kyc_files (case_id);

-- Who did what to a verification. Never changed.
create table kyc_audit (
  id {identity},
  case_id bigint not null references kyc_cases (id),
  -- 1 the trader, 2 staff, 3 a provider, 4 the system
  actor integer not null,
  who text,
  what text not null,
  detail text,
  from_state integer not null,
  to_state integer not null,
  -- Of the call of staff it came from: sent twice, it counts once.
  submission_key text,
  happened_at bigint not null
);

create index kyc_audit_by_case on kyc_audit (case_id, id);
create unique index kyc_audit_once on kyc_audit (case_id, submission_key) where submission_key is not null;

-- Providers that verify on pages of their own.
create table kyc_providers (
  crm_id bigint not null references crms (id),
  name text not null,
  page_url text not null,
  status_url text,
  secret_sealed text not null,
  primary key (crm_id, name)
);
