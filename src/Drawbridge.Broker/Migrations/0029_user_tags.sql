-- Words that a broker puts on its users, to find and address them by.
create table user_tags (
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  tag text not null,
  tagged_at bigint not null,
  primary key (user_id, tag)
);

create index user_tags_by_tag on user_tags (broker_id, tag);
