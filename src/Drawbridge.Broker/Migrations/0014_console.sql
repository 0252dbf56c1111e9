-- People who work for a CRM and use its console. An address belongs to one account of the installation.
create table staff (
  id {identity},
  crm_id bigint not null references crms (id),
  email text not null,
  normalized_email text not null unique,
  name text not null,
  password_hash text not null,
  -- Set by somebody else: good for signing in until then, and for choosing an own one.
  temporary_until bigint,
  -- Flags: 1 administrator, 2 operations, 4 compliance, 8 support, 16 viewer
  roles integer not null,
  disabled_at bigint,
  created_at bigint not null,
  last_sign_in_at bigint
);

create index staff_by_crm on staff (crm_id);

-- The brokers that a member of staff is limited to; none: all of the CRM.
create table staff_brokers (
  staff_id bigint not null references staff (id),
  broker_id bigint not null references brokers (id),
  primary key (staff_id, broker_id)
);

-- By the SHA-256 of the handle in the cookie.
create table staff_sessions (
  hash {bytes} primary key,
  staff_id bigint not null references staff (id),
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null
);

create index staff_sessions_by_staff on staff_sessions (staff_id);
create index staff_sessions_by_end on staff_sessions (expires_at);

-- What staff did. Added to, never changed.
create table audit_entries (
  id {identity},
  crm_id bigint not null references crms (id),
  -- Null: about the CRM as a whole.
  broker_id bigint references brokers (id),
  -- Null: by whoever runs the installation.
  staff_id bigint references staff (id),
  -- Address of who did it, as it was then.
  actor text not null,
  act text not null,
  object text not null,
  detail text,
  reason text,
  -- Network address that it came from.
  came_from text,
  -- Of the form it came from: sent twice, it counts once.
  submission_key text,
  happened_at bigint not null,
  unique (staff_id, submission_key)
);

create index audit_entries_by_crm on audit_entries (crm_id, id);
create index audit_entries_by_object on audit_entries (crm_id, object);

-- What was told about a payment is found by the time at which it happened.
create index webhook_events_by_time on webhook_events (broker_id, created_at);
create index webhook_events_not_taken on webhook_events (crm_id, id) where delivered_at is null and attempts > 0;
