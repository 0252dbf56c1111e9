-- Files of traders. What they hold is in the chunks, encrypted with a key of the file's own.
create table documents (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- For people; nothing is found by it.
  name text not null,
  -- 1 JPEG, 2 PNG, 3 WebP, 4 PDF
  format integer not null,
  bytes bigint not null,
  -- 1 arriving, 2 kept, 3 erased
  state integer not null,
  -- The file's key, sealed; null once it is erased, so that copies of the chunks are worth nothing either.
  key_sealed text,
  created_at bigint not null,
  erased_at bigint,
  erased_why text
);

create index documents_by_user on documents (user_id, id);

create table document_chunks (
  document_id bigint not null references documents (id),
  number integer not null,
  -- AES-256-GCM of up to 128 KB, then the tag.
  data {bytes} not null,
  primary key (document_id, number)
);
