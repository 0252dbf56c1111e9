-- What a broker wants some of its traders to see as a coloured bar in the application (call 3.9).
create table ribbon_campaigns (
  id {identity},
  broker_id bigint not null references brokers (id),
  name text not null,
  -- 0 never approved, 1 live, 2 paused, 3 ended
  state integer not null,
  -- Counts the changes: each is made on the state that it was decided on.
  revision bigint not null,
  -- What a second person has approved, and what waits for it.
  live {json},
  draft {json},
  draft_by text,
  draft_at bigint,
  submitted_at bigint,
  approved_by text,
  approved_at bigint,
  -- Whether the schedule shows it, and when that may be otherwise; null = never again.
  showing {boolean} not null,
  next_change_at bigint,
  -- Counts days of each trader: see ribbon_exposures.
  counts_days {boolean} not null,
  -- Of the form or call it came from: sent twice, it counts once.
  submission_key text,
  created_at bigint not null,
  updated_at bigint not null,
  unique (broker_id, submission_key)
);

create index ribbon_campaigns_by_broker on ribbon_campaigns (broker_id, id);
create index ribbon_campaigns_due on ribbon_campaigns (next_change_at) where state = 1 and next_change_at is not null;

-- Each different set of ribbons once, by the SHA-256 of what it says; many traders have the same.
create table ribbon_contents (
  hash {bytes} primary key,
  ribbons {json} not null
);

create table ribbon_content_campaigns (
  campaign_id bigint not null references ribbon_campaigns (id),
  hash {bytes} not null references ribbon_contents (hash),
  primary key (campaign_id, hash)
);

create index ribbon_content_campaigns_by_hash on ribbon_content_campaigns (hash);

-- The one set of a user of the platform: call 3.9 replaces all of it, for every broker of the CRM that has this user. There is no row for who never had one.
create table ribbon_sets (
  crm_id bigint not null references crms (id),
  ctrader_user_id bigint not null,
  -- Whose manager sends it.
  broker_id bigint not null references brokers (id),
  planned_hash {bytes} not null references ribbon_contents (hash),
  planned_at bigint not null,
  -- What the platform has agreed to last; null = nothing yet.
  confirmed_hash {bytes} references ribbon_contents (hash),
  confirmed_at bigint,
  -- Something was sent, or is about to be, of which nobody knows whether it arrived; and whether that was so before the sending under way.
  in_doubt {boolean} not null,
  was_in_doubt {boolean} not null,
  -- Null when there is nothing to send; 0 takes away what a person took back, 1 is all else.
  due integer,
  next_attempt_at bigint not null,
  attempts integer not null,
  -- Why the platform refused.
  failure text,
  claim text,
  claimed_until bigint,
  primary key (crm_id, ctrader_user_id)
);

create index ribbon_sets_due on ribbon_sets (broker_id, due, next_attempt_at) where due is not null;
create index ribbon_sets_by_plan on ribbon_sets (planned_hash);
create index ribbon_sets_by_confirmation on ribbon_sets (confirmed_hash);

-- When a trader got the ribbon of a campaign first that shows for some days to each.
create table ribbon_exposures (
  campaign_id bigint not null references ribbon_campaigns (id),
  ctrader_user_id bigint not null,
  first_at bigint not null,
  primary key (campaign_id, ctrader_user_id)
);

-- Users of whom something has changed that a campaign may ask for; planned again and removed.
create table ribbon_touches (
  id {identity},
  broker_id bigint not null,
  user_id bigint not null
);

-- One planner at a time for a CRM, so that the newest state wins.
create table ribbon_planners (
  crm_id bigint primary key references crms (id)
);

-- How far looking at all users of a broker has come. What changes meanwhile lets it go once around from where it is.
create table ribbon_passes (
  broker_id bigint primary key references brokers (id),
  -- Whether the broker has ribbons, as last seen.
  ribbons_on {boolean} not null,
  running {boolean} not null,
  position bigint not null,
  stop_at bigint not null,
  wrapped {boolean} not null,
  looked_at bigint not null,
  requested_at bigint not null,
  finished_at bigint
);
