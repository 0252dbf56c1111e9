-- Every change of money, and the state after it. Rows outlive the account.
create table platform_money_history (
  history_id bigint primary key,
  login bigint not null,
  kind text not null,
  type text not null,
  amount bigint not null,
  total_after bigint not null,
  external_id text,
  comment text,
  external_note text,
  source text,
  changed_at bigint not null
);
create index platform_money_history_login on platform_money_history (login, changed_at);
insert into platform_sequence (name, next) values ('money', 6340001);

-- An account that copies another one's trades belongs to that one.
alter table platform_trader add column parent_login bigint;
create index platform_trader_parent on platform_trader (parent_login);
