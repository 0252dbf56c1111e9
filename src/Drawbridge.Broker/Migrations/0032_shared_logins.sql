-- Whose password, second step and passkeys count for this user: a user of another broker of the CRM that shares its users, or, where others log in
-- with this one's, itself. Null: nobody shares it.
alter table users add column login_id bigint;

create index users_by_login on users (login_id) where login_id is not null;
create index users_sharing on users (broker_id) where login_id is not null;
create index users_by_email on users (normalized_email);
create index passkeys_by_credential on passkeys (credential_id);
