-- One broker's partners, whichever way they are gone through. Each index begins with all that a question gives, because SQLite, which knows nothing of how
-- many rows there are, takes the one with the most columns given.
drop index partner_moves_by_partner;
drop index partner_moves_by_parent;
drop index partner_moves_by_broker;
drop index partner_moves_children;
create index partner_moves_by_partner on partner_moves (broker_id, partner_id, from_at, parent_id);
create index partner_moves_by_parent on partner_moves (broker_id, parent_id, from_at, partner_id);

drop index attributions_by_partner;
create index attributions_by_partner on attributions (broker_id, partner_id, user_id) where partner_id is not null;

drop index partner_links_by_partner;
drop index partner_links_by_broker;
create index partner_links_by_partner on partner_links (broker_id, partner_id, id);

drop index partner_clicks_by_partner;
create index partner_clicks_by_partner on partner_clicks (broker_id, partner_id, occurred_at);

create index partner_rewards_of_partner on partner_rewards (broker_id, partner_id, id);
