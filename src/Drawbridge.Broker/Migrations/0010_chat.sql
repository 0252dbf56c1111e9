-- Conversations of traders with the broker's desk, one for each trader.
create table chat_conversations (
  id {identity},
  broker_id bigint not null references brokers (id),
  user_id bigint not null references users (id),
  -- How many messages there are, and so the number of the last one.
  messages bigint not null,
  -- Number of the last message that each side has seen.
  trader_read bigint not null,
  desk_read bigint not null,
  -- How many of the other side's messages came after that.
  trader_unread bigint not null,
  desk_unread bigint not null,
  created_at bigint not null,
  last_at bigint not null,
  unique (broker_id, user_id)
);

create index chat_conversations_by_time on chat_conversations (broker_id, last_at, id);

-- Numbered from 1 without gaps within their conversation.
create table chat_messages (
  conversation_id bigint not null references chat_conversations (id),
  number bigint not null,
  -- 1 the trader, 2 the desk
  author integer not null,
  -- Who at the desk, if the desk says so.
  sender text,
  text text not null,
  -- The account that the trader's screen was about.
  account bigint,
  -- Of the form or call it came from: sent twice, it counts once.
  submission_key text not null,
  created_at bigint not null,
  primary key (conversation_id, number),
  unique (conversation_id, author, submission_key)
);
