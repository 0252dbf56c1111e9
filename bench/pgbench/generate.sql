-- What call 4.4 does to the database, for one token and without a server in between: find the user, store the token.
\set n :n + 1
\set id :base + :n * :clients + :client_id
\set user random(:first_user, :last_user)
insert into one_time_tokens (hash, broker_id, user_id, ctrader_user_id, purpose, keep_logged_in, created_at, expires_at)
select sha256(int8send(:id)), broker_id, id, ctrader_user_id, 4, false, :now, :expires
  from users where broker_id = :broker and ctrader_user_id = :user and blocked_at is null
returning user_id;
