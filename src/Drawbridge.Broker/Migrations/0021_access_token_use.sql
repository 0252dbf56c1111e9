-- When an access token was last validated, to the hour: one that nobody uses any more can end by itself.
alter table access_tokens add column last_used_at bigint;
