using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Traders;

/// <summary>A trader as staff and the CRM see one.</summary>
internal sealed record TraderRow
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public string Email { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary><c>userId</c> on the platform; null until it is created there.</summary>
    public long? CtraderUserId { get; init; }

    /// <summary>Since when the trader may not log in; null = may.</summary>
    public DateTimeOffset? BlockedAt { get; init; }

    /// <summary>Country of residence, ISO 3166-1 alpha-2; null when nobody has told.</summary>
    public string? Country { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The SQL of traders for whoever looks after them. Everything is reached through their brokers (BID-44).</summary>
internal sealed class TraderStore(Database database)
{
    /// <summary>What changing a country is called in the audit log.</summary>
    public const string CountryAct = "trader.country";

    private const string Columns = "u.id, u.broker_id, u.email, u.first_name, u.last_name, u.ctrader_user_id, u.blocked_at, u.country, u.created_at";

    /// <summary>The latest first: all, or those whose address or name begins so, or who have that account or number on the platform.</summary>
    public Task<IReadOnlyList<TraderRow>> ListAsync(BrokerScope scope, long? brokerId, string? text, long before, int limit, CancellationToken cancellationToken)
    {
        var number = long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : (long?)null;
        var start = text is null ? null : text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
        return database.ReadAsync(
            session => session.ListAsync<TraderRow>(
                $"""
                select {Columns} from users u
                where u.broker_id in {BrokerScope.Sql} and u.id < @before {(brokerId is null ? "" : "and u.broker_id = @brokerId")}
                {(text is null ? "" : """
                and (u.normalized_email like @startOfEmail escape '\' or lower(u.first_name) like @startOfName escape '\' or lower(u.last_name) like @startOfName escape '\'
                     or u.ctrader_user_id = @number
                     or exists (select 1 from accounts a where a.user_id = u.id and a.broker_id = u.broker_id and a.trader_login = @number))
                """)}
                order by u.id desc limit @limit
                """,
                new
                {
                    scope.CrmId, scope.StaffId, before, brokerId, limit, number,
                    startOfEmail = start is null ? null : UserStore.Normalize(start), startOfName = start?.ToLowerInvariant(),
                }),
            cancellationToken);
    }

    /// <summary>The trader, or null.</summary>
    public Task<TraderRow?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<TraderRow>(
                $"select {Columns} from users u where u.id = @id and u.broker_id in {BrokerScope.Sql}", new { id, scope.CrmId, scope.StaffId }),
            cancellationToken);

    /// <summary>Blocks the user as a part of the caller's write; whatever was sealed for the user before ends. False when the user is blocked already.</summary>
    public static async Task<bool> TryBlockAsync(DbSession session, long brokerId, long id, DateTimeOffset now) =>
        await session.ExecuteAsync(
            """
            update users set blocked_at = @now, security_stamp = @stamp, concurrency_stamp = @stamp
            where broker_id = @brokerId and id = @id and blocked_at is null
            """,
            new { brokerId, id, now, stamp = NewStamp() }) == 1
        && await TouchAsync(session, brokerId, id);

    /// <summary>Lets the user in again as a part of the caller's write. False when the user is not blocked.</summary>
    public static async Task<bool> TryUnblockAsync(DbSession session, long brokerId, long id) =>
        await session.ExecuteAsync(
            "update users set blocked_at = null, concurrency_stamp = @stamp where broker_id = @brokerId and id = @id and blocked_at is not null",
            new { brokerId, id, stamp = NewStamp() }) == 1
        && await TouchAsync(session, brokerId, id);

    /// <summary>Stores where a trader lives, or with null that nobody knows, and that somebody did so, as a part of the caller's write. False when it was so already.</summary>
    public static async Task<bool> SetCountryAsync(DbSession session, TraderRow trader, string? country, StaffAct act, DateTimeOffset now)
    {
        if (!await UserStore.TrySetCountryAsync(session, trader.BrokerId, trader.Id, country))
        {
            return false;
        }

        await AuditStore.AddAsync(session, act, now);
        return true;
    }

    /// <summary>Ends what was sealed for the user before, such as trusted devices and half logins, as a part of the caller's write.</summary>
    public static Task RenewStampAsync(DbSession session, long brokerId, long id) =>
        session.ExecuteAsync(
            "update users set security_stamp = @stamp, concurrency_stamp = @stamp where broker_id = @brokerId and id = @id",
            new { brokerId, id, stamp = NewStamp() });

    private static async Task<bool> TouchAsync(DbSession session, long brokerId, long id)
    {
        await RibbonTouches.AddAsync(session, brokerId, id);
        return true;
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}
