using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>A set that is to take the place of what was planned before.</summary>
/// <param name="CtraderUserId">Whose.</param>
/// <param name="BrokerId">Whose manager sends it.</param>
/// <param name="Hash">What.</param>
/// <param name="Due">When, see <c>ribbon_sets.due</c>; null = the platform has it already.</param>
internal sealed record PlannedChange(long CtraderUserId, long BrokerId, byte[] Hash, int? Due);

/// <summary>Writes many plans at once, as a part of the caller's write.</summary>
internal static class PlanWriter
{
    // What is in doubt keeps its time: nothing overtakes what may still be on its way.
    private const string OnConflict =
        """
        on conflict (crm_id, ctrader_user_id) do update set
          broker_id = excluded.broker_id, planned_hash = excluded.planned_hash, planned_at = excluded.planned_at, due = excluded.due, attempts = 0, failure = null,
          next_attempt_at = case when ribbon_sets.in_doubt and ribbon_sets.next_attempt_at > excluded.next_attempt_at then ribbon_sets.next_attempt_at else excluded.next_attempt_at end
        """;

    // In the arrays of PostgreSQL.
    private const int NotDue = -1;

    public static Task WriteAsync(DbSession session, long crmId, IReadOnlyList<PlannedChange> changes, DateTimeOffset now) =>
        session.Dialect.Engine == DatabaseEngine.Postgres ? WriteTogetherAsync(session, crmId, changes, now) : WriteOneByOneAsync(session, crmId, changes, now);

    /// <summary>SQLite: one compiled statement, again and again.</summary>
    private static async Task WriteOneByOneAsync(DbSession session, long crmId, IReadOnlyList<PlannedChange> changes, DateTimeOffset now)
    {
        foreach (var change in changes)
        {
            await session
                .Prepared(
                    $"""
                    insert into ribbon_sets (crm_id, ctrader_user_id, broker_id, planned_hash, planned_at, in_doubt, was_in_doubt, due, next_attempt_at, attempts)
                    values (@crmId, @user, @broker, @hash, @now, 0, 0, @due, @now, 0) {OnConflict}
                    """)
                .Bind("@crmId", crmId).Bind("@user", change.CtraderUserId).Bind("@broker", change.BrokerId).Bind("@hash", change.Hash).Bind("@now", now).Bind("@due", change.Due)
                .ExecuteNonQueryAsync(session.CancellationToken);
        }
    }

    /// <summary>PostgreSQL: all of them in one statement.</summary>
    private static Task<int> WriteTogetherAsync(DbSession session, long crmId, IReadOnlyList<PlannedChange> changes, DateTimeOffset now) => session
        .Prepared(
            $"""
            insert into ribbon_sets (crm_id, ctrader_user_id, broker_id, planned_hash, planned_at, in_doubt, was_in_doubt, due, next_attempt_at, attempts)
            select @crmId, one.ctrader_user_id, one.broker_id, one.hash, @now, false, false, nullif(one.due, {NotDue}), @now, 0
            from unnest(@users, @brokers, @hashes, @dues) as one (ctrader_user_id, broker_id, hash, due)
            order by one.ctrader_user_id
            {OnConflict}
            """)
        .Bind("@crmId", crmId).Bind("@now", now)
        .Bind("@users", changes.Select(static one => one.CtraderUserId).ToArray())
        .Bind("@brokers", changes.Select(static one => one.BrokerId).ToArray())
        .Bind("@hashes", changes.Select(static one => one.Hash).ToArray())
        .Bind("@dues", changes.Select(static one => one.Due ?? NotDue).ToArray())
        .ExecuteNonQueryAsync(session.CancellationToken);
}
