-- Addresses by their first characters, whatever the database's own order is: SQLite has that by the unique index already.
-- only: postgres
create index users_by_address_start on users (broker_id, normalized_email collate "C");
-- end

-- Partners of whom the platform does not know what it should: what is looked for again and again.
create index partners_to_tell on partners (id)
  where (status = 2 and (told_identifier is null or told_identifier <> identifier) or status <> 2 and told_identifier is not null);
