using System.Data.Common;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>The SQL of runs. Every statement names the broker (BID-44).</summary>
/// <remarks>A plus before a column keeps SQLite from looking for a range in it: without statistics it takes that over the index of what is still open.</remarks>
internal sealed class RunStore(Database database, RewardJobs jobs, TimeProvider time)
{
    private const string Columns =
        "id, broker_id, from_at, until_at, state, facts_total, facts_done, rewards_total, rewards_done, statements, last_reward_id, after_partner_id, created_at, created_by, finished_at";

    /// <summary>Begins a run; the same period again is the run that there is. One of a broker at a time.</summary>
    public async Task<RunResult> BeginAsync(
        long brokerId, DateTimeOffset from, DateTimeOffset until, string by, Func<DbSession, StatementRun, Task>? also, CancellationToken cancellationToken)
    {
        if (from >= until || until > time.GetUtcNow())
        {
            return new RunResult.WrongPeriod();
        }

        try
        {
            return await database.WriteAsync<RunResult>(
                async session =>
                {
                    if (await session.FindAsync<StatementRun>(
                        $"select {Columns} from partner_runs where broker_id = @brokerId and (state < 3 or from_at = @from and until_at = @until) order by from_at = @from and until_at = @until desc",
                        new { brokerId, from, until }) is { } other)
                    {
                        return other.FromAt == from && other.UntilAt == until ? new RunResult.Begun(other) : new RunResult.Busy(other);
                    }

                    var run = await session.GetAsync<StatementRun>(
                        $"""
                        insert into partner_runs (broker_id, from_at, until_at, state, facts_total, created_at, created_by)
                        values (@brokerId, @from, @until, 1,
                                (select count(*) from partner_trades where broker_id = @brokerId and rewarded_at is null and +closed_at < @until)
                                + (select count(*) from partner_deposits where broker_id = @brokerId and rewarded_at is null and +occurred_at < @until),
                                @now, @by)
                        returning {Columns}
                        """,
                        new { brokerId, from, until, now = time.GetUtcNow(), by });
                    await jobs.BeginAsync(session, brokerId);
                    if (also is not null)
                    {
                        await also(session, run);
                    }

                    return new RunResult.Begun(run);
                },
                cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            // Somebody was faster.
            return await BeginAsync(brokerId, from, until, by, also, cancellationToken);
        }
    }

    /// <summary>The run that is under way, or null.</summary>
    public Task<StatementRun?> FindOpenAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<StatementRun>($"select {Columns} from partner_runs where broker_id = @brokerId and state < 3", new { brokerId }), cancellationToken);

    /// <summary>The run, or null when it is at none of those brokers.</summary>
    public Task<StatementRun?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<StatementRun>($"select {Columns} from partner_runs where id = @id and broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, id }),
        cancellationToken);

    /// <summary>Runs of some brokers, the latest first, before a number.</summary>
    public Task<IReadOnlyList<StatementRun>> ListAsync(BrokerScope scope, long? brokerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<StatementRun>(
            $"""
            select {Columns} from partner_runs
            where broker_id in {BrokerScope.Sql} and (cast(@brokerId as bigint) is null or broker_id = @brokerId) and id < @before
            order by id desc limit @limit
            """,
            new { scope.CrmId, scope.StaffId, brokerId, before, limit }),
        cancellationToken);

    /// <summary>The latest run of each of some brokers.</summary>
    public Task<IReadOnlyList<StatementRun>> ListLatestAsync(BrokerScope scope, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<StatementRun>(
            $"select {Columns} from partner_runs where broker_id in {BrokerScope.Sql} and id in (select max(id) from partner_runs group by broker_id)",
            new { scope.CrmId, scope.StaffId }),
        cancellationToken);

    /// <summary>The run, locked until the caller's write ends; null when it is not in that state any more.</summary>
    public static Task<StatementRun?> LockAsync(DbSession session, StatementRun run) => session.FindAsync<StatementRun>(
        $"update partner_runs set state = state where broker_id = @BrokerId and id = @Id and state = @state returning {Columns}", new { run.BrokerId, run.Id, state = (int)run.State });

    /// <summary>Counts facts that were looked at. Part of the caller's write.</summary>
    public static Task<int> CountFactsAsync(DbSession session, StatementRun run, int facts) => session.ExecuteAsync(
        """
        update partner_runs set facts_done = case when facts_done + @facts > facts_total then facts_total else facts_done + @facts end
        where broker_id = @BrokerId and id = @Id and state = 1
        """,
        new { run.BrokerId, run.Id, facts });

    /// <summary>All facts are looked at: what they have brought is collected now. Without effect while somebody else still looks at some.</summary>
    public Task CollectAsync(StatementRun run, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            update partner_runs set state = 2, facts_done = facts_total,
              last_reward_id = (select coalesce(max(id), 0) from partner_rewards where broker_id = @BrokerId),
              rewards_total = (select count(*) from partner_rewards where broker_id = @BrokerId and statement_id is null and +occurred_at < @UntilAt)
            where broker_id = @BrokerId and id = @Id and state = 1
            and not exists (select 1 from partner_trades where broker_id = @BrokerId and rewarded_at is null and +closed_at < @UntilAt)
            and not exists (select 1 from partner_deposits where broker_id = @BrokerId and rewarded_at is null and +occurred_at < @UntilAt)
            """,
            new { run.BrokerId, run.Id, run.UntilAt }),
        cancellationToken);

    /// <summary>Writes down how far it has come. Part of the caller's write.</summary>
    public Task<int> PutProgressAsync(DbSession session, StatementRun run) => session.ExecuteAsync(
        """
        update partner_runs set rewards_done = @RewardsDone, statements = @Statements, after_partner_id = @AfterPartnerId, state = @state, finished_at = @finished
        where broker_id = @BrokerId and id = @Id
        """,
        new
        {
            run.BrokerId, run.Id, run.RewardsDone, run.Statements, run.AfterPartnerId, state = (int)run.State,
            finished = run.State == RunState.Done ? time.GetUtcNow() : (DateTimeOffset?)null,
        });
}
