-- The partner's name in the application, which its own links name the inviter by (INV-40); null = the link says nothing of it.
alter table partner_links add column username text;
