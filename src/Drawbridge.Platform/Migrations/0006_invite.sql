-- Who was invited by whom to which broker; the latest counts. The partner's identifier at the broker comes from the broker's answer.
create table platform_invitation (
  invited_user_id bigint not null references platform_user (user_id),
  broker_name text not null,
  partner_user_id bigint not null references platform_user (user_id),
  broker_partner_id text,
  broker_result text,
  created_at bigint not null,
  primary key (invited_user_id, broker_name, partner_user_id)
);
create index platform_invitation_created on platform_invitation (created_at, invited_user_id);
create index platform_invitation_partner on platform_invitation (partner_user_id, broker_name);
