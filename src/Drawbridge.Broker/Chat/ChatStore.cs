using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Chat;

/// <summary>
/// The SQL of conversations as the trader's side uses it. Every change locks the row of its conversation first, so that messages are numbered in the
/// order in which they can be seen: who has read up to a number has missed none below it.
/// </summary>
internal sealed class ChatStore(Database database, WebhookEvents events, TimeProvider time)
{
    /// <summary>Told the id of the user whenever something changes in a conversation that the trader should see.</summary>
    public const string Channel = "chat";

    private const int MostPerMinute = 20;
    private const int MostListed = 1000;

    /// <summary>The columns of <see cref="ChatMessage"/>.</summary>
    public const string MessageColumns = "number, author, sender, text, account, created_at";

    /// <summary>The trader's conversation, or null when there is none yet.</summary>
    public Task<ChatConversation?> FindAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<ChatConversation>(
                """
                select id, broker_id, user_id, messages, trader_read, desk_read, trader_unread, desk_unread, last_at
                from chat_conversations where broker_id = @brokerId and user_id = @userId
                """,
                new { brokerId, userId }),
            cancellationToken);

    /// <summary>Messages from a number on, oldest first, at most a thousand.</summary>
    public Task<IReadOnlyList<ChatMessage>> ListAsync(ChatConversation conversation, long from, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<ChatMessage>(
                $"select {MessageColumns} from chat_messages where conversation_id = @id and number >= @from order by number limit @most",
                new { id = conversation.Id, from, most = MostListed }),
            cancellationToken);

    /// <summary>
    /// Stores a message of the trader's, who gets a conversation with the first one, and tells the CRM, in one transaction. The same key again, also
    /// at the same moment, changes nothing.
    /// </summary>
    /// <param name="broker">Whose trader it is.</param>
    /// <param name="who">The trader.</param>
    /// <param name="text">The message.</param>
    /// <param name="key">Of the form it came from.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="also">Gets conversation and number, and belongs to the same write, unless the message is there already.</param>
    public Task<ChatSending> AddAsync(
        BrokerEntity broker, InAppUser who, string text, string key, CancellationToken cancellationToken, Func<DbSession, long, long, Task>? also = null) =>
        database.WriteAsync<ChatSending>(
            async session =>
            {
                var now = time.GetUtcNow();
                var id = await session.GetAsync<long>(
                    """
                    insert into chat_conversations (broker_id, user_id, messages, trader_read, desk_read, trader_unread, desk_unread, created_at, last_at)
                    values (@brokerId, @userId, 0, 0, 0, 0, 0, @now, @now)
                    on conflict (broker_id, user_id) do update set last_at = chat_conversations.last_at
                    returning id
                    """,
                    new { brokerId = broker.Id, userId = who.User.Id, now });
                if (await FindSentAsync(session, id, ChatAuthor.Trader, key) is { } sent)
                {
                    return new ChatSending.Sent(id, sent, Repeated: true);
                }

                if (await CountSinceAsync(session, id, now - TimeSpan.FromMinutes(1)) >= MostPerMinute)
                {
                    return new ChatSending.TooMany();
                }

                var number = await AddAsync(session, new(id, ChatAuthor.Trader, Sender: null, text, who.Session.Account, key, now));
                if (also is not null)
                {
                    await also(session, id, number);
                }

                await session.NotifyAsync(Channel, ChatSignals.PayloadOf(who.User.Id)); // the same trader's other screens
                await events.AddAsync(
                    session, broker, ChatEvent.Type,
                    new ChatEvent(id, number, who.User.CtraderUserId, who.User.Email, who.Session.Account, text), ChatJson.Default.ChatEvent);
                return new ChatSending.Sent(id, number, Repeated: false);
            },
            cancellationToken);

    /// <summary>Notes that the trader has seen the messages up to a number.</summary>
    public Task MarkReadAsync(ChatConversation conversation, long upTo, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("update chat_conversations set last_at = last_at where id = @id", new { id = conversation.Id }); // the lock
                await session.ExecuteAsync(
                    """
                    update chat_conversations set
                      trader_read = @upTo,
                      trader_unread = (select count(*) from chat_messages where conversation_id = @id and author = 2 and number > @upTo)
                    where id = @id and trader_read < @upTo and messages >= @upTo
                    """,
                    new { id = conversation.Id, upTo });
            },
            cancellationToken);

    /// <summary>The number of what was sent with a key, or null. The conversation is locked.</summary>
    public static Task<long?> FindSentAsync(DbSession session, long conversationId, ChatAuthor author, string key) =>
        session.FindAsync<long?>(
            "select number from chat_messages where conversation_id = @conversationId and author = @author and submission_key = @key",
            new { conversationId, author, key });

    /// <summary>Adds a message to a locked conversation and returns its number.</summary>
    public static async Task<long> AddAsync(DbSession session, NewChatMessage message)
    {
        var number = await session.GetAsync<long>(
            message.Author == ChatAuthor.Trader
                ? "update chat_conversations set messages = messages + 1, desk_unread = desk_unread + 1, last_at = @Now where id = @ConversationId returning messages"
                : "update chat_conversations set messages = messages + 1, trader_unread = trader_unread + 1, last_at = @Now where id = @ConversationId returning messages",
            new { message.ConversationId, message.Now });
        await session.ExecuteAsync(
            """
            insert into chat_messages (conversation_id, number, author, sender, text, account, submission_key, created_at)
            values (@ConversationId, @number, @Author, @Sender, @Text, @Account, @Key, @Now)
            """,
            new { message.ConversationId, number, message.Author, message.Sender, message.Text, message.Account, message.Key, message.Now });
        return number;
    }

    private static Task<long> CountSinceAsync(DbSession session, long conversationId, DateTimeOffset since) =>
        session.GetAsync<long>(
            "select count(*) from chat_messages where conversation_id = @conversationId and author = 1 and created_at > @since",
            new { conversationId, since });
}

/// <summary>A message to store.</summary>
internal sealed record NewChatMessage(
    long ConversationId, ChatAuthor Author, string? Sender, string Text, long? Account, string Key, DateTimeOffset Now);
