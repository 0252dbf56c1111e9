using Drawbridge.Storage;

namespace Drawbridge.Broker.Chat;

/// <summary>A conversation in the desk's list.</summary>
internal sealed class DeskConversation
{
    public long Id { get; init; }

    public string BrokerName { get; init; } = "";

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

/// <summary>The SQL of conversations as the desk uses it. Everything is reached through the CRM (BID-44).</summary>
internal sealed class DeskStore(Database database, TimeProvider time)
{
    /// <summary>Newest first: those with an earlier last message than <paramref name="before"/>, or one of the same moment and a smaller id.</summary>
    public Task<IReadOnlyList<DeskConversation>> ListAsync(
        long crmId, long? brokerId, bool unreadOnly, (DateTimeOffset At, long Id) before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<DeskConversation>(
                $"""
                select c.id, b.name as broker_name, u.ctrader_user_id, u.email, u.first_name, u.last_name,
                  c.messages, c.trader_read, c.desk_read, c.desk_unread, m.author as last_author, m.text as last_text, c.last_at
                from chat_conversations c
                join brokers b on b.id = c.broker_id
                join users u on u.id = c.user_id
                join chat_messages m on m.conversation_id = c.id and m.number = c.messages
                where b.crm_id = @crmId {(brokerId is null ? "" : "and b.id = @brokerId")} {(unreadOnly ? "and c.desk_unread > 0" : "")}
                  and (c.last_at < @At or (c.last_at = @At and c.id < @Id))
                order by c.last_at desc, c.id desc limit @limit
                """,
                new { crmId, brokerId, before.At, before.Id, limit }),
            cancellationToken);

    /// <summary>The brokers where messages wait for the desk.</summary>
    public Task<IReadOnlyList<DeskUnread>> CountUnreadAsync(long crmId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<DeskUnread>(
                """
                select b.name as broker_name, count(*) as conversations, cast(sum(c.desk_unread) as bigint) as messages
                from chat_conversations c join brokers b on b.id = c.broker_id
                where b.crm_id = @crmId and c.desk_unread > 0
                group by b.name order by b.name
                """,
                new { crmId }),
            cancellationToken);

    /// <summary>Messages after a number, oldest first; null when the CRM has no such conversation.</summary>
    public Task<IReadOnlyList<ChatMessage>?> ListMessagesAsync(long crmId, long conversationId, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ChatMessage>?>(
            async session => await session.FindAsync<long?>(
                $"select id from chat_conversations where id = @conversationId and {OfCrm}", new { conversationId, crmId }) is null
                ? null
                : await session.ListAsync<ChatMessage>(
                    $"""
                    select {ChatStore.MessageColumns} from chat_messages
                    where conversation_id = @conversationId and number > @after order by number limit @limit
                    """,
                    new { conversationId, after, limit }),
            cancellationToken);

    /// <summary>Stores a reply. The same key again, also at the same moment, changes nothing.</summary>
    public Task<ChatSending> AddAsync(
        long crmId, long conversationId, string? sender, string text, string key, CancellationToken cancellationToken) =>
        database.WriteAsync<ChatSending>(
            async session =>
            {
                if (await LockAsync(session, crmId, conversationId) is not { } userId)
                {
                    return new ChatSending.NoConversation();
                }

                if (await ChatStore.FindSentAsync(session, conversationId, ChatAuthor.Desk, key) is { } sent)
                {
                    return new ChatSending.Sent(sent, Repeated: true);
                }

                var number = await ChatStore.AddAsync(session, new(conversationId, ChatAuthor.Desk, sender, text, Account: null, key, time.GetUtcNow()));
                await session.NotifyAsync(ChatStore.Channel, ChatSignals.PayloadOf(userId));
                return new ChatSending.Sent(number, Repeated: false);
            },
            cancellationToken);

    /// <summary>Notes that the desk has seen the messages up to a number, or all there are; returns how many are unread, null when there is no such conversation.</summary>
    public Task<long?> MarkReadAsync(long crmId, long conversationId, long upTo, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await LockAsync(session, crmId, conversationId) is not { } userId)
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
                    await session.NotifyAsync(ChatStore.Channel, ChatSignals.PayloadOf(userId)); // "Seen"
                }

                return await session.GetAsync<long>("select desk_unread from chat_conversations where id = @conversationId", new { conversationId });
            },
            cancellationToken);

    private const string OfCrm = "broker_id in (select id from brokers where crm_id = @crmId)";

    /// <summary>Locks a conversation of the CRM and returns whose it is, or null.</summary>
    private static Task<long?> LockAsync(DbSession session, long crmId, long conversationId) =>
        session.FindAsync<long?>(
            $"update chat_conversations set last_at = last_at where id = @conversationId and {OfCrm} returning user_id", new { conversationId, crmId });
}
