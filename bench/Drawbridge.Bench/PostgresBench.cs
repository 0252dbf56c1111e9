namespace Drawbridge.Bench;

/// <summary>The server on PostgreSQL against PostgreSQL alone, and against itself doing nothing.</summary>
internal sealed class PostgresBench(ServerLoads loads, PostgresTables tables, PgBench pgbench, Plan plan)
{
    private static readonly int[] ClientCounts = [8, 16, 32, 64];

    // Numbers of the tokens that pgbench generates; those that it exchanges are made beforehand, from one on.
    private const long FirstGenerated = 1_000_000_000_000;
    private const long MostGeneratedByOneRun = 1_000_000_000;

    private long _numbered;
    private int _generatingRuns;

    public async Task RunAsync(Report report)
    {
        await loads.WarmUpAsync(plan.WarmUp, plan.Rounds, plan.Length);
        var (clients, rate) = await FindBestClientCountAsync();
        var needed = Needed(rate, plan.Length, clients);
        var next = await AddNumberedAsync(needed * plan.Rounds);

        var exchanges = new List<Load>();
        var statements = new List<double>();
        var generations = new List<Load>();
        var generatingStatements = new List<double>();
        var empties = new List<Load>();
        var validations = new List<Load>();
        for (var round = 0; round < plan.Rounds; round++)
        {
            exchanges.Add(await loads.ExchangeAsync(plan.Length));
            statements.Add(await ExchangeByPgBenchAsync(clients, plan.Length, next + round * needed));
            generations.Add(await loads.GenerateAsync(plan.Length));
            generatingStatements.Add(await GenerateByPgBenchAsync(clients, plan.Length));
            empties.Add(await loads.EmptyAsync(plan.Length));
            validations.Add(await loads.ValidateAsync(plan.Length));
        }

        report.Add("ot_exchange_vs_pgbench", Series.MedianRatio([.. exchanges.Select(load => load.PerSecond)], statements));
        report.Add("ot_generate_vs_pgbench", Series.MedianRatio([.. generations.Select(load => load.PerSecond)], generatingStatements));
        report.Add("validate_vs_empty_endpoint", Series.MedianRatio([.. validations.Select(l => l.PerSecond)], [.. empties.Select(l => l.PerSecond)]));
        report.Add("ot_exchange", exchanges);
        report.Add("pgbench_exchange_per_s", statements.Median());
        report.Add("ot_generate", generations);
        report.Add("pgbench_generate_per_s", generatingStatements.Median());
        report.Add("pgbench_clients", clients);
        report.Add("validate", validations);
        report.Add("empty_endpoint", empties);
    }

    private async Task<(int Clients, double Rate)> FindBestClientCountAsync()
    {
        var best = (Clients: 0, Rate: 0.0);
        foreach (var clients in ClientCounts)
        {
            var first = await AddNumberedAsync(Needed(60_000, plan.Calibration, clients));
            var rate = await ExchangeByPgBenchAsync(clients, plan.Calibration, first);
            best = rate > best.Rate ? (clients, rate) : best;
        }

        return best;
    }

    private async Task<long> AddNumberedAsync(long count)
    {
        var first = _numbered + 1;
        await tables.AddNumberedTokensAsync(first, count);
        await tables.SettleAsync();
        _numbered += count;
        return first;
    }

    private async Task<double> ExchangeByPgBenchAsync(int clients, TimeSpan duration, long first)
    {
        var usedBefore = await tables.CountUsedAsync();
        var run = await pgbench.RunAsync("exchange", clients, duration, new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["base"] = first - clients, // it counts from one
            ["broker"] = tables.Broker,
            ["now"] = PostgresTables.Now(),
        });
        var used = await tables.CountUsedAsync() - usedBefore;
        return used == run.Transactions
            ? run.PerSecond
            : throw new InvalidOperationException($"pgbench ran {run.Transactions} transactions, but used {used} tokens.");
    }

    private async Task<double> GenerateByPgBenchAsync(int clients, TimeSpan duration)
    {
        var now = PostgresTables.Now();
        var run = await pgbench.RunAsync("generate", clients, duration, new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["base"] = FirstGenerated + MostGeneratedByOneRun * _generatingRuns++,
            ["broker"] = tables.Broker,
            ["first_user"] = TokenTables.FirstUser,
            ["last_user"] = TokenTables.FirstUser + TokenTables.Users - 1,
            ["now"] = now,
            ["expires"] = now + 60_000,
        });
        return run.PerSecond;
    }

    private static long Needed(double perSecond, TimeSpan duration, int clients) => (long)(perSecond * 1.7 * duration.TotalSeconds) + clients * 1000L;
}
