using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>
/// Puts what partners have earned on statements, some lines at a time. Lines and how far the run is are one write, so that whatever stops it, each line
/// stands on one statement.
/// </summary>
/// <remarks>A plus before a column keeps SQLite from looking for a range in it: without statistics it takes that over the index of what is still open.</remarks>
internal sealed class StatementCollector(Database database, RunStore runs, TimeProvider time)
{
    // How much one write does.
    private const int Chunk = 5_000;

    /// <summary>Decimals that accounts have; what is finer is carried over.</summary>
    public const int MoneyDigits = 2;

    private const long SmallestPayout = 1_000_000; // 0.01

    /// <summary>Goes on with a run that collects. Null when the run is over or not in that state.</summary>
    /// <param name="run">The run.</param>
    /// <param name="minimum">What must have been earned for a statement.</param>
    /// <param name="environmentName">Where live accounts are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StatementRun?> StepAsync(StatementRun run, decimal minimum, string environmentName, CancellationToken cancellationToken) => database.WriteAsync<StatementRun?>(
        async session =>
        {
            if (await RunStore.LockAsync(session, run) is not { State: RunState.Collecting } now)
            {
                return null;
            }

            var least = Math.Max(SmallestPayout, RewardMoney.Cut(minimum));
            for (var left = (long)Chunk; left > 0;)
            {
                if (await session.FindAsync<Statement>(
                    $"select {StatementStore.Columns} from partner_statements where broker_id = @BrokerId and run_id = @Id and state = 0 order by id limit 1", new { now.BrokerId, now.Id }) is { } statement)
                {
                    var taken = await TakeAsync(session, now, statement, left);
                    now = now with { RewardsDone = now.RewardsDone + taken };
                    if (taken < left)
                    {
                        await FinishAsync(session, statement, environmentName);
                    }

                    left -= Math.Max(taken, 1);
                }
                else if (await FindNextAsync(session, now) is { } partner)
                {
                    var (begun, passedOver) = await BeginAsync(session, now, partner, least);
                    now = now with { AfterPartnerId = partner, Statements = now.Statements + begun, RewardsDone = now.RewardsDone + passedOver };
                    left--;
                }
                else
                {
                    now = now with { State = RunState.Done };
                    break;
                }
            }

            await runs.PutProgressAsync(session, now);
            return now;
        },
        cancellationToken);

    private static Task<long?> FindNextAsync(DbSession session, StatementRun run) => session.FindAsync<long?>(
        """
        select partner_id from partner_rewards
        where broker_id = @BrokerId and statement_id is null and partner_id > @AfterPartnerId and +id <= @LastRewardId and +occurred_at < @UntilAt
        order by broker_id, partner_id limit 1
        """,
        new { run.BrokerId, run.AfterPartnerId, run.LastRewardId, run.UntilAt });

    /// <summary>Begins a statement for each currency in which there is enough; the rest waits for the next run.</summary>
    private async Task<(long Begun, long PassedOver)> BeginAsync(DbSession session, StatementRun run, long partnerId, long least)
    {
        var sums = await session.ListAsync<SumRow>(
            """
            select currency, cast(sum(amount) as bigint) as amount, count(*) as lines from partner_rewards
            where broker_id = @BrokerId and partner_id = @partnerId and statement_id is null and +id <= @LastRewardId and +occurred_at < @UntilAt
            group by currency order by currency
            """,
            new { run.BrokerId, partnerId, run.LastRewardId, run.UntilAt });
        var enough = sums.Where(sum => sum.Amount >= least).ToList();
        foreach (var sum in enough)
        {
            await session.ExecuteAsync(
                """
                insert into partner_statements (broker_id, run_id, partner_id, currency, from_at, until_at, state, created_at, updated_at)
                values (@BrokerId, @Id, @partnerId, @Currency, @FromAt, @UntilAt, 0, @now, @now)
                """,
                new { run.BrokerId, run.Id, partnerId, sum.Currency, run.FromAt, run.UntilAt, now = time.GetUtcNow() });
        }

        return (enough.Count, sums.Except(enough).Sum(static sum => sum.Lines));
    }

    private static async Task<long> TakeAsync(DbSession session, StatementRun run, Statement statement, long limit) => await session.ExecuteAsync(
        """
        update partner_rewards set statement_id = @statement where id in (
          select id from partner_rewards
          where broker_id = @BrokerId and partner_id = @PartnerId and currency = @Currency and statement_id is null and +id <= @LastRewardId and +occurred_at < @UntilAt
          order by id limit @limit)
        """,
        new { statement = statement.Id, run.BrokerId, statement.PartnerId, statement.Currency, run.LastRewardId, run.UntilAt, limit });

    /// <summary>Adds it up from its lines. What no account can take leaves the statement by one line and comes back for the next one by another.</summary>
    private async Task FinishAsync(DbSession session, Statement statement, string environmentName)
    {
        var now = time.GetUtcNow();
        var sum = await session.GetAsync<SumRow>(
            "select @Currency as currency, cast(coalesce(sum(amount), 0) as bigint) as amount, count(*) as lines from partner_rewards where broker_id = @BrokerId and statement_id = @Id",
            new { statement.Currency, statement.BrokerId, statement.Id });
        var paid = RewardMoney.CutTo(sum.Amount, MoneyDigits);
        if (paid != sum.Amount)
        {
            foreach (var (amount, on) in new[] { (paid - sum.Amount, (long?)statement.Id), (sum.Amount - paid, null) })
            {
                await session.ExecuteAsync(
                    """
                    insert into partner_rewards (broker_id, partner_id, kind, level, occurred_at, recorded_at, amount, currency, statement_id)
                    values (@BrokerId, @PartnerId, @kind, 0, @UntilAt, @now, @amount, @Currency, @on)
                    """,
                    new { statement.BrokerId, statement.PartnerId, kind = (int)RewardKind.CarriedOver, statement.UntilAt, now, amount, statement.Currency, on });
            }
        }

        var account = await StatementStore.FindAccountAsync(session, statement, environmentName, login: null);
        await session.ExecuteAsync(
            """
            update partner_statements set amount = @paid, lines = @lines, state = @state, account_id = @account, updated_at = @now, revision = revision + 1
            where broker_id = @BrokerId and id = @Id
            """,
            new
            {
                paid, lines = sum.Lines + (paid == sum.Amount ? 0 : 1), state = (int)(account is null ? StatementState.Held : StatementState.Draft), account, now, statement.BrokerId, statement.Id,
            });
        if (account is null)
        {
            await StatementStore.HoldAsync(session, statement, HoldReason.NoAccount, statement.Currency, "rewards", now);
        }
    }

    private sealed record SumRow
    {
        public string Currency { get; init; } = "";

        public long Amount { get; init; }

        public long Lines { get; init; }
    }
}
