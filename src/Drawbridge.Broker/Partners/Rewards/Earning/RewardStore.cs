using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Storage;
using Drawbridge.Storage.Bulk;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>The SQL of rewards: lines are added, never changed. Every statement names the broker (BID-44). All are part of the caller's write.</summary>
/// <remarks>A plus before a column keeps SQLite from looking for a range in it: without statistics it takes that over the index of what is still open.</remarks>
internal static class RewardStore
{
    private static readonly string[] _columns =
    [
        "broker_id", "partner_id", "user_id", "account_id", "kind", "level", "occurred_at", "recorded_at", "amount", "currency", "trade_id", "deposit_id", "plan_version_id", "base", "share",
        "attribution_event_id",
    ];

    /// <summary>Whether a broker has facts that nothing was earned by yet.</summary>
    public static async Task<bool> HasFactsAsync(DbSession session, long brokerId) =>
        await session.FindAsync<long?>(
            """
            select 1 from (select id from partner_trades where broker_id = @brokerId and rewarded_at is null
                           union all select id from partner_deposits where broker_id = @brokerId and rewarded_at is null) facts limit 1
            """,
            new { brokerId }) is not null;

    /// <summary>The next positions of a broker that nothing was earned by yet, and nobody else takes them meanwhile.</summary>
    public static Task<IReadOnlyList<TradeFact>> TakeTradesAsync(DbSession session, long brokerId, DateTimeOffset until, int limit) => session.ListAsync<TradeFact>(
        $"""
        select {FactStore.TradeColumns} from partner_trades where broker_id = @brokerId and rewarded_at is null and +closed_at <= @until
        order by id limit @limit {session.Dialect.ForUpdateSkipLocked}
        """,
        new { brokerId, until, limit });

    /// <summary>The same of deposits.</summary>
    public static Task<IReadOnlyList<DepositFact>> TakeDepositsAsync(DbSession session, long brokerId, DateTimeOffset until, int limit) => session.ListAsync<DepositFact>(
        $"""
        select {FactStore.DepositColumns} from partner_deposits where broker_id = @brokerId and rewarded_at is null and +occurred_at <= @until
        order by id limit @limit {session.Dialect.ForUpdateSkipLocked}
        """,
        new { brokerId, until, limit });

    /// <summary>Marks facts: nothing is earned by them a second time.</summary>
    public static async Task MarkAsync(DbSession session, string table, long brokerId, long[] ids, DateTimeOffset now)
    {
        if (ids.Length > 0)
        {
            await session.ExecuteAsync($"update {table} set rewarded_at = @now where broker_id = @brokerId and {session.Dialect.In("id", "@ids")}", new { brokerId, ids, now });
        }
    }

    /// <summary>Adds what is earned by facts.</summary>
    public static Task<long> AddAsync(DbSession session, long brokerId, IEnumerable<(Fact Fact, RewardLine Line)> lines, DateTimeOffset now) => session.InsertManyAsync(
        "partner_rewards",
        _columns,
        lines.Select(one => new object?[]
        {
            brokerId, one.Line.PartnerId, one.Fact.UserId, one.Fact.AccountId, (int)one.Line.Kind, one.Line.Level, one.Fact.At, now, one.Line.Amount, one.Line.Plan.Terms.Currency,
            one.Fact is TradeFact ? one.Fact.Id : null, one.Fact is DepositFact ? one.Fact.Id : null, one.Line.Plan.Id, one.Line.Base, one.Line.Share, one.Line.AttributionEventId,
        }));

    /// <summary>Which of some traders have brought their CPA.</summary>
    public static async Task<HashSet<long>> ListQualifiedAsync(DbSession session, long brokerId, long[] users) =>
    [
        .. await session.ListAsync<long>(
            $"select distinct user_id from partner_rewards where broker_id = @brokerId and kind = 2 and reverses_id is null and {session.Dialect.In("user_id", "@users")}",
            new { brokerId, users }),
    ];

    /// <summary>When some traders signed up.</summary>
    public static async Task<Dictionary<long, DateTimeOffset>> ListSignUpsAsync(DbSession session, long brokerId, long[] users) =>
        (await session.ListAsync<SignUpRow>($"select id, created_at from users where broker_id = @brokerId and {session.Dialect.In("id", "@users")}", new { brokerId, users }))
        .ToDictionary(static row => row.Id, static row => row.CreatedAt);

    /// <summary>Keeps a fact until a rate is stored with it; one hold at a time.</summary>
    public static Task<int> HoldAsync(DbSession session, long brokerId, Fact fact, string detail, DateTimeOffset now) => session.ExecuteAsync(
        $"""
        insert into partner_holds (broker_id, trade_id, deposit_id, reason, detail, created_at, created_by)
        values (@brokerId, @trade, @deposit, @reason, @detail, @now, 'rewards')
        on conflict ({(fact is TradeFact ? "trade_id) where trade_id" : "deposit_id) where deposit_id")} is not null and released_at is null do nothing
        """,
        new { brokerId, trade = fact is TradeFact ? fact.Id : (long?)null, deposit = fact is DepositFact ? fact.Id : (long?)null, reason = (int)HoldReason.NoRate, detail, now });

    /// <summary>Holds of facts that are not needed any more, such as of a deposit of a trader who has qualified otherwise.</summary>
    public static Task<int> ReleaseDepositsAsync(DbSession session, long brokerId, long userId, string why, DateTimeOffset now) => session.ExecuteAsync(
        """
        update partner_holds set released_at = @now, released_by = 'rewards', release_reason = @why
        where broker_id = @brokerId and released_at is null and deposit_id in (select id from partner_deposits where broker_id = @brokerId and user_id = @userId)
        """,
        new { brokerId, userId, why, now });

    private sealed record SignUpRow
    {
        public long Id { get; init; }

        public DateTimeOffset CreatedAt { get; init; }
    }
}
