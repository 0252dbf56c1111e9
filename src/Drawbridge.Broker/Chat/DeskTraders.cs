using Drawbridge.Broker.Management;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Chat;

/// <summary>A trader that the desk can write to.</summary>
internal sealed class DeskTrader
{
    public long UserId { get; init; }

    public long BrokerId { get; init; }

    public string Email { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Null when there is no conversation yet.</summary>
    public long? ConversationId { get; init; }
}

/// <summary>Finds traders and writes to them first. Everything is reached through the brokers of the one who asks (BID-44).</summary>
internal sealed class DeskTraders(Database database, DeskStore desk, TimeProvider time)
{
    private const int Most = 20;

    private const string Columns =
        """
        u.id as user_id, u.broker_id, u.email, u.first_name, u.last_name,
        (select c.id from chat_conversations c where c.broker_id = u.broker_id and c.user_id = u.id) as conversation_id
        """;

    /// <summary>The traders with an address or an account: one at each broker at most.</summary>
    public Task<IReadOnlyList<DeskTrader>> ListAsync(BrokerScope scope, long? brokerId, string? email, long? account, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<DeskTrader>(
                $"""
                select {Columns} from users u
                where u.broker_id in {BrokerScope.Sql} {(brokerId is null ? "" : "and u.broker_id = @brokerId")}
                and {(email is not null
                    ? "u.normalized_email = @normalized"
                    : "exists (select 1 from accounts a where a.user_id = u.id and a.broker_id = u.broker_id and a.trader_login = @account)")}
                order by u.broker_id, u.id limit @most
                """,
                new { scope.CrmId, scope.StaffId, brokerId, normalized = email is null ? null : UserStore.Normalize(email), account, most = Most }),
            cancellationToken);

    /// <summary>The trader, or null.</summary>
    public Task<DeskTrader?> FindAsync(BrokerScope scope, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<DeskTrader>(
                $"select {Columns} from users u where u.id = @userId and u.broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, userId }),
            cancellationToken);

    /// <summary>Writes to a trader: in the conversation that there is, else in a new one. The same key again changes nothing.</summary>
    public Task<ChatSending> WriteAsync(
        BrokerScope scope, long userId, DeskMessage message, Func<DbSession, long, Task>? also, CancellationToken cancellationToken) =>
        database.WriteAsync<ChatSending>(
            async session => await session.FindAsync<LockedConversation>(
                $"""
                insert into chat_conversations (broker_id, user_id, messages, trader_read, desk_read, trader_unread, desk_unread, created_at, last_at)
                select u.broker_id, u.id, 0, 0, 0, 0, 0, @now, @now from users u where u.id = @userId and u.broker_id in {BrokerScope.Sql}
                on conflict (broker_id, user_id) do update set last_at = chat_conversations.last_at
                returning id, broker_id, user_id
                """,
                new { now = time.GetUtcNow(), userId, scope.CrmId, scope.StaffId }) is { } conversation
                ? await desk.AddAsync(session, conversation, message, also)
                : new ChatSending.NoConversation(),
            cancellationToken);
}
