-- Whose money a payment is: 1 the trader's, by the cashier; 2 what a partner has earned. Only the first is a deposit for whoever counts deposits.
alter table payments add column source integer not null default 1;

update payments set source = 2 where provider = 'partner rewards';
