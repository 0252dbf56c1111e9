namespace Drawbridge.Bench;

/// <summary>The server on SQLite against itself doing nothing.</summary>
internal sealed class SqliteBench(ServerLoads loads, Plan plan)
{
    public async Task RunAsync(Report report)
    {
        await loads.WarmUpAsync(plan.WarmUp, plan.Rounds, plan.Length);
        var exchanges = new List<Load>();
        var generations = new List<Load>();
        var empties = new List<Load>();
        var validations = new List<Load>();
        for (var round = 0; round < plan.Rounds; round++)
        {
            empties.Add(await loads.EmptyAsync(plan.Length));
            validations.Add(await loads.ValidateAsync(plan.Length));
            exchanges.Add(await loads.ExchangeAsync(plan.Length));
            generations.Add(await loads.GenerateAsync(plan.Length));
        }

        report.Add("validate_vs_empty_endpoint_sqlite", Series.MedianRatio([.. validations.Select(l => l.PerSecond)], [.. empties.Select(l => l.PerSecond)]));
        report.Add("ot_exchange_sqlite", exchanges);
        report.Add("ot_generate_sqlite", generations);
        report.Add("validate_sqlite", validations);
        report.Add("empty_endpoint_sqlite", empties);
    }
}
