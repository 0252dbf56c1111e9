using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Chat;

/// <summary>A conversation in the desk's list.</summary>
internal sealed class DeskConversation
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public string BrokerName { get; init; } = "";

    public long UserId { get; init; }

    public long? CtraderUserId { get; init; }

    public string Email { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public long Messages { get; init; }

    public long TraderRead { get; init; }

    public long DeskRead { get; init; }

    public long DeskUnread { get; init; }

    public ChatAuthor LastAuthor { get; init; }

    public string LastText { get; init; } = "";

    public DateTimeOffset LastAt { get; init; }
}

/// <summary>What waits for the desk at one broker.</summary>
internal sealed class DeskUnread
{
    public string BrokerName { get; init; } = "";

    public long Conversations { get; init; }

    public long Messages { get; init; }
}

/// <summary>A conversation that is locked by the write it was found in.</summary>
internal sealed class LockedConversation
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }
}

/// <summary>The SQL of conversations as the desk uses it. Everything is reached through the brokers of the one who asks (BID-44).</summary>
internal sealed class DeskStore(Database database, WebhookEvents events, BrokerDirectory directory, TimeProvider time)
{
    private const string Columns =
        """
        c.id, c.broker_id, b.name as broker_name, c.user_id, u.ctrader_user_id, u.email, u.first_name, u.last_name,
        c.messages, c.trader_read, c.desk_read, c.desk_unread, m.author as last_author, m.text as last_text, c.last_at
        """;

    private const string Tables =
        """
        chat_conversations c
        join brokers b on b.id = c.broker_id
        join users u on u.id = c.user_id
        join chat_messages m on m.conversation_id = c.id and m.number = c.messages
        """;

    /// <summary>Newest first: those with an earlier last message than <paramref name="before"/>, or one of the same moment and a smaller id.</summary>
    public Task<IReadOnlyList<DeskConversation>> ListAsync(
        BrokerScope scope, long? brokerId, bool unreadOnly, (DateTimeOffset At, long Id) before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<DeskConversation>(
                $"""
                select {Columns} from {Tables}
                where c.broker_id in {BrokerScope.Sql} {(brokerId is null ? "" : "and c.broker_id = @brokerId")} {(unreadOnly ? "and c.desk_unread > 0" : "")}
                  and (c.last_at < @At or (c.last_at = @At and c.id < @Id))
                order by c.last_at desc, c.id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, brokerId, before.At, before.Id, limit }),
            cancellationToken);

    /// <summary>The conversation, or null.</summary>
    public Task<DeskConversation?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<DeskConversation>(
                $"select {Columns} from {Tables} where c.id = @id and c.broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, id }),
            cancellationToken);

    /// <summary>The brokers where messages wait for the desk.</summary>
    public Task<IReadOnlyList<DeskUnread>> CountUnreadAsync(BrokerScope scope, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<DeskUnread>(
                $"""
                select b.name as broker_name, count(*) as conversations, cast(sum(c.desk_unread) as bigint) as messages
                from chat_conversations c join brokers b on b.id = c.broker_id
                where c.broker_id in {BrokerScope.Sql} and c.desk_unread > 0
                group by b.name order by b.name
                """,
                new { scope.CrmId, scope.StaffId }),
            cancellationToken);

    /// <summary>Messages after a number, oldest first; null when there is no such conversation.</summary>
    public Task<IReadOnlyList<ChatMessage>?> ListMessagesAsync(BrokerScope scope, long conversationId, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ChatMessage>?>(
            async session => await session.FindAsync<long?>(
                $"select id from chat_conversations where id = @conversationId and broker_id in {BrokerScope.Sql}",
                new { conversationId, scope.CrmId, scope.StaffId }) is null
                ? null
                : await session.ListAsync<ChatMessage>(
                    $"""
                    select {ChatStore.MessageColumns} from chat_messages
                    where conversation_id = @conversationId and number > @after order by number limit @limit
                    """,
                    new { conversationId, after, limit }),
            cancellationToken);

    /// <summary>Stores a reply and tells the CRM, in one transaction. The same key again, also at the same moment, changes nothing.</summary>
    /// <param name="scope">The brokers of the one who writes.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="message">The reply.</param>
    /// <param name="also">What belongs to the same write, unless the reply is there already; when it throws, nothing happens.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ChatSending> AddAsync(
        BrokerScope scope, long conversationId, DeskMessage message, Func<DbSession, long, Task>? also, CancellationToken cancellationToken) =>
        database.WriteAsync<ChatSending>(
            async session => await LockAsync(session, scope, conversationId) is { } conversation
                ? await AddAsync(session, conversation, message, also)
                : new ChatSending.NoConversation(),
            cancellationToken);

    /// <summary>The same in a conversation that the caller's write has locked.</summary>
    public async Task<ChatSending> AddAsync(DbSession session, LockedConversation conversation, DeskMessage message, Func<DbSession, long, Task>? also)
    {
        if (await ChatStore.FindSentAsync(session, conversation.Id, ChatAuthor.Desk, message.Key) is { } sent)
        {
            return new ChatSending.Sent(conversation.Id, sent, Repeated: true);
        }

        var number = await ChatStore.AddAsync(
            session, new(conversation.Id, ChatAuthor.Desk, message.Sender, message.Text, Account: null, message.Key, time.GetUtcNow()));
        await session.NotifyAsync(ChatStore.Channel, ChatSignals.PayloadOf(conversation.UserId));
        if (directory.Current.FindBroker(conversation.BrokerId) is { } broker)
        {
            var who = await session.GetAsync<ChatTrader>(
                "select ctrader_user_id, email from users where id = @UserId and broker_id = @BrokerId", new { conversation.UserId, conversation.BrokerId });
            await events.AddAsync(
                session, broker, ChatReplyEvent.Type,
                new ChatReplyEvent(conversation.Id, number, who.CtraderUserId, who.Email, message.Sender, message.Text), ChatJson.Default.ChatReplyEvent);
        }

        if (also is not null)
        {
            await also(session, number);
        }

        return new ChatSending.Sent(conversation.Id, number, Repeated: false);
    }

    /// <summary>Notes that the desk has seen the messages up to a number, or all there are; returns how many are unread, null when there is no such conversation.</summary>
    public Task<long?> MarkReadAsync(
        BrokerScope scope, long conversationId, long upTo, CancellationToken cancellationToken, Func<DbSession, Task>? also = null) =>
        database.WriteAsync(
            async session =>
            {
                if (await LockAsync(session, scope, conversationId) is not { } conversation)
                {
                    return (long?)null;
                }

                var changed = await session.ExecuteAsync(
                    """
                    update chat_conversations set
                      desk_read = case when messages < @upTo then messages else @upTo end,
                      desk_unread = (select count(*) from chat_messages where conversation_id = @conversationId and author = 1 and number > @upTo)
                    where id = @conversationId and desk_read < @upTo and desk_read < messages
                    """,
                    new { conversationId, upTo });
                if (changed > 0)
                {
                    await session.NotifyAsync(ChatStore.Channel, ChatSignals.PayloadOf(conversation.UserId)); // "Seen"
                    if (also is not null)
                    {
                        await also(session);
                    }
                }

                return await session.GetAsync<long>("select desk_unread from chat_conversations where id = @conversationId", new { conversationId });
            },
            cancellationToken);

    private static Task<LockedConversation?> LockAsync(DbSession session, BrokerScope scope, long conversationId) =>
        session.FindAsync<LockedConversation>(
            $"""
            update chat_conversations set last_at = last_at where id = @conversationId and broker_id in {BrokerScope.Sql}
            returning id, broker_id, user_id
            """,
            new { conversationId, scope.CrmId, scope.StaffId });

    private sealed class ChatTrader
    {
        public long? CtraderUserId { get; init; }

        public string Email { get; init; } = "";
    }
}

/// <summary>What somebody at the desk writes.</summary>
/// <param name="Sender">Who it is; null when the desk does not say.</param>
/// <param name="Text">The message.</param>
/// <param name="Key">Of the form or call it came from: sent twice, it counts once.</param>
internal sealed record DeskMessage(string? Sender, string Text, string Key);
