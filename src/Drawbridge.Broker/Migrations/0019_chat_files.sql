-- Files that messages of a conversation carry, at most one each.
create table chat_files (
  conversation_id bigint not null references chat_conversations (id),
  number bigint not null,
  document_id bigint not null unique references documents (id),
  primary key (conversation_id, number)
);
