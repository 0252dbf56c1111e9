using Drawbridge.Storage;
using Drawbridge.Storage.Bulk;

namespace Drawbridge.Broker.Ribbons;

/// <summary>Tells the planner of users of whom something has changed that a campaign may ask for.</summary>
internal static class RibbonTouches
{
    /// <summary>Channel on which the planner and the sender are woken.</summary>
    public const string Channel = "ribbons";

    /// <summary>Wakes the planner.</summary>
    public const string Plan = "plan";

    /// <summary>Wakes the sender.</summary>
    public const string Send = "send";

    /// <summary>Has the user planned again once the caller's write is committed, and only then.</summary>
    public static async Task AddAsync(DbSession session, long brokerId, long userId)
    {
        await session.ExecuteAsync("insert into ribbon_touches (broker_id, user_id) values (@brokerId, @userId)", new { brokerId, userId });
        await session.NotifyAsync(Channel, Plan);
    }

    /// <summary>The same for several users.</summary>
    public static async Task AddAsync(DbSession session, long brokerId, IReadOnlyList<long> userIds)
    {
        await session.InsertManyAsync("ribbon_touches", ["broker_id", "user_id"], userIds.Select(userId => new object?[] { brokerId, userId }));
        await session.NotifyAsync(Channel, Plan);
    }
}
