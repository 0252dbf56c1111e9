-- Users of WebServices 5.1 log in at the platform only.
alter table platform_user add column sso {boolean} not null default true;

-- What a broker remembers of traders, groups and managers. name_key is the name without case.
create table platform_attribute (
  kind text not null,
  entity_id bigint not null,
  name text not null,
  name_key text not null,
  value text not null,
  updated_at bigint not null,
  primary key (kind, entity_id, name)
);
