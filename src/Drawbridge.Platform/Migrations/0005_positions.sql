-- Prices in 10^-5, volumes and USD amounts in 10^-2, profit in the account's own digits.
create table platform_position (
  position_id bigint primary key,
  login bigint not null,
  symbol text not null,
  direction text not null,
  volume bigint not null,
  entry_price bigint not null,
  opened_at bigint not null
);
create index platform_position_login on platform_position (login);

-- One row for each closing deal; a position that is closed in parts has several.
create table platform_deal (
  deal_id bigint primary key,
  position_id bigint not null,
  login bigint not null,
  symbol text not null,
  direction text not null,
  volume bigint not null,
  entry_price bigint not null,
  close_price bigint not null,
  commission bigint not null,
  swap bigint not null,
  pnl bigint not null,
  opened_at bigint not null,
  closed_at bigint not null
);
create index platform_deal_login on platform_deal (login, closed_at);
create index platform_deal_opened on platform_deal (opened_at);
create index platform_deal_closed on platform_deal (closed_at);
insert into platform_sequence (name, next) values ('position', 4325001), ('deal', 8825001);
