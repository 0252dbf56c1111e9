-- Logos and icons of brokers. A name is the SHA-256 of the content with the ending of its format, and its address: what is under it never changes.
create table brand_images (
  broker_id bigint not null references brokers (id),
  kind text not null,
  name text not null,
  size bigint not null,
  content {bytes} not null,
  created_at bigint not null,
  primary key (broker_id, kind)
);

create index brand_images_by_name on brand_images (name);
