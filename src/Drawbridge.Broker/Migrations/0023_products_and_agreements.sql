-- Which of the broker's products an account is; '' = from before there were several.
alter table account_openings add column product text not null default '';
alter table accounts add column product text not null default '';

-- Of the platform where demo accounts are opened; null = the same manager as for live accounts.
alter table brokers add column demo_manager_password_sealed text;

-- One row per document and version that a user accepted; never changed but for reported_at.
create table agreement_consents (
  user_id bigint not null references users (id),
  broker_id bigint not null references brokers (id),
  agreement text not null,
  version text not null,
  -- What was on the screen: its language, and the document that was linked.
  language text not null,
  url text not null,
  accepted_at bigint not null,
  -- When the platform was told (3.13).
  reported_at bigint,
  primary key (user_id, agreement, version)
);

insert into agreement_consents (user_id, broker_id, agreement, version, language, url, accepted_at, reported_at)
select user_id, broker_id, 'agreement', version, '', '', accepted_at, reported_at from agreement_acceptances;

drop table agreement_acceptances;

update onboarding_tasks set subject = 'agreement:' || subject where kind = 3;

alter table users drop column agreement_version;

-- Settings know several products and documents now.
-- only: postgres
update brokers set settings = ((settings::jsonb - 'account' - 'agreement')
  || case when settings::jsonb ? 'account' then jsonb_build_object('accounts', jsonb_build_array((settings::jsonb -> 'account') - 'maximumAccounts')) else '{}'::jsonb end
  || case when settings::jsonb #> '{account,maximumAccounts}' is not null then jsonb_build_object('maximumAccounts', settings::jsonb #> '{account,maximumAccounts}') else '{}'::jsonb end
  || case when settings::jsonb ? 'agreement' then jsonb_build_object('agreements', jsonb_build_array(
       jsonb_build_object('id', 'agreement', 'versions', jsonb_build_array(settings::jsonb -> 'agreement')))) else '{}'::jsonb end)::text;
-- end
-- only: sqlite
update brokers set settings = json_set(settings, '$.maximumAccounts', json_extract(settings, '$.account.maximumAccounts'))
  where json_extract(settings, '$.account.maximumAccounts') is not null;
update brokers set settings = json_remove(json_set(settings, '$.accounts', json_array(json_remove(json_extract(settings, '$.account'), '$.maximumAccounts'))), '$.account')
  where json_type(settings, '$.account') is not null;
update brokers set settings = json_remove(json_set(settings, '$.agreements', json_array(json_object('id', 'agreement', 'versions', json_array(json_extract(settings, '$.agreement'))))), '$.agreement')
  where json_type(settings, '$.agreement') is not null;
-- end
