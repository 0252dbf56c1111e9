-- What is looked for again and again while rewards are worked out: each index begins with all that is given, "is null" as well, because SQLite takes the one
-- with the most columns given, and without them it went through every fact of the broker for each batch.
drop index partner_trades_to_reward;
drop index partner_deposits_to_reward;
create index partner_trades_to_reward on partner_trades (broker_id, rewarded_at, id) where rewarded_at is null;
create index partner_deposits_to_reward on partner_deposits (broker_id, rewarded_at, id) where rewarded_at is null;

drop index partner_rewards_open;
drop index partner_rewards_by_statement;
drop index partner_rewards_of_trader;
create index partner_rewards_open on partner_rewards (broker_id, statement_id, partner_id, currency, id) where statement_id is null;
create index partner_rewards_by_statement on partner_rewards (broker_id, statement_id, id) where statement_id is not null;
create unique index partner_rewards_of_trader on partner_rewards (broker_id, user_id, level) where kind = 2 and reverses_id is null;

-- Nothing asks by it.
drop index partner_rewards_by_partner;
