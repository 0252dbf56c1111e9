using System.Globalization;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>The SQL of holds, and what is done about those of facts. Every statement names the broker (BID-44).</summary>
internal sealed class HoldStore(Database database, RewardJobs jobs, TimeProvider time)
{
    private const string Columns = "id, broker_id, trade_id, deposit_id, statement_id, reason, detail, created_at, created_by, released_at, released_by, release_reason";

    /// <summary>Holds of some brokers, the latest first, before a number.</summary>
    public Task<IReadOnlyList<HoldRow>> ListAsync(BrokerScope scope, long? brokerId, bool onlyOpen, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<HoldRow>(
            $"""
            select {Columns} from partner_holds
            where broker_id in {BrokerScope.Sql} and (cast(@brokerId as bigint) is null or broker_id = @brokerId) and id < @before {(onlyOpen ? "and released_at is null" : "")}
            order by id desc limit @limit
            """,
            new { scope.CrmId, scope.StaffId, brokerId, before, limit }),
        cancellationToken);

    /// <summary>The hold, or null when it is at none of those brokers.</summary>
    public Task<HoldRow?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<HoldRow>($"select {Columns} from partner_holds where id = @id and broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, id }), cancellationToken);

    /// <summary>What keeps a statement now, or null. Part of the caller's read or write.</summary>
    public static Task<HoldRow?> FindOpenAsync(DbSession session, long brokerId, long statementId) => session.FindAsync<HoldRow>(
        $"select {Columns} from partner_holds where broker_id = @brokerId and statement_id = @statementId and released_at is null", new { brokerId, statementId });

    /// <summary>Ends what keeps a statement. Part of the caller's write.</summary>
    public static Task<int> ReleaseAsync(DbSession session, Statement statement, string by, string reason, DateTimeOffset now) => session.ExecuteAsync(
        "update partner_holds set released_at = @now, released_by = @by, release_reason = @reason where broker_id = @BrokerId and statement_id = @Id and released_at is null",
        new { now, by, reason, statement.BrokerId, statement.Id });

    /// <summary>
    /// Ends what keeps a fact: with the rate that was missing it is looked at again, without one nothing is earned by it. Holds of statements are ended
    /// with the statement.
    /// </summary>
    public Task<HoldRelease> ReleaseFactAsync(HoldRow hold, decimal? rate, string by, string reason, Func<DbSession, Task>? also, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var now = time.GetUtcNow();
            if (hold.StatementId is not null || (rate is not null && hold.Reason != HoldReason.NoRate))
            {
                return HoldRelease.WrongRate;
            }

            if (await session.ExecuteAsync(
                "update partner_holds set released_at = @now, released_by = @by, release_reason = @reason where broker_id = @BrokerId and id = @Id and released_at is null",
                new { now, by, reason, hold.BrokerId, hold.Id }) == 0)
            {
                return HoldRelease.Over;
            }

            if (rate is { } given && hold.Detail?.Split(" to ") is [var from, var to])
            {
                await session.ExecuteAsync(
                    """
                    insert into partner_fact_rates (broker_id, trade_id, deposit_id, from_currency, to_currency, rate, recorded_at, recorded_by)
                    values (@BrokerId, @TradeId, @DepositId, @from, @to, @text, @now, @by) on conflict do nothing
                    """,
                    new { hold.BrokerId, hold.TradeId, hold.DepositId, from, to, text = given.ToString(CultureInfo.InvariantCulture), now, by });
                var (table, id) = hold.TradeId is { } trade ? ("partner_trades", trade) : ("partner_deposits", hold.DepositId!.Value);
                await session.ExecuteAsync($"update {table} set rewarded_at = null where broker_id = @BrokerId and id = @id", new { hold.BrokerId, id });
                await jobs.BeginAsync(session, hold.BrokerId);
            }

            if (also is not null)
            {
                await also(session);
            }

            return HoldRelease.Released;
        },
        cancellationToken);
}
