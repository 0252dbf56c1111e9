-- Lowest and highest equity of the day that began at that moment, as far as money moved or positions opened or closed.
alter table platform_trader add column equity_day bigint;
alter table platform_trader add column lowest_equity bigint;
alter table platform_trader add column highest_equity bigint;
