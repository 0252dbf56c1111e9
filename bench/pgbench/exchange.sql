-- What call 4.2 does to the database, for one token and without a server in between: consume it, issue the access token.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\set access_id 0 - :id
with consumed as (
  update one_time_tokens
     set used_at = :now, access_token_hash = case when keep_logged_in and purpose <> 4 then sha256(int8send(:access_id)) end
   where hash = sha256(int8send(:id)) and broker_id = :broker and used_at is null and revoked_at is null and expires_at > :now
  returning broker_id, user_id, ctrader_user_id, access_token_hash
), issued as (
  insert into access_tokens (hash, broker_id, user_id, ctrader_user_id, created_at, expires_at)
  select access_token_hash, broker_id, user_id, ctrader_user_id, :now, null from consumed where access_token_hash is not null
)
select ctrader_user_id, access_token_hash is not null from consumed;
