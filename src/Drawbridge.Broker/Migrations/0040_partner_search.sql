-- Partners by the person behind, and by name in the order of the list.
create index partners_by_person on partners (user_id) where user_id is not null;
create index partners_by_search on partners (broker_id, id, search_text);
