namespace Drawbridge.Bench;

/// <summary><c>drawbridge up</c>, both sides in one process: how soon it is ready, and how much memory it takes.</summary>
internal sealed class UpBench(string program, Func<ServerProcess, TokenTables, string, ServerLoads> newLoads, Plan plan)
{
    private const int Starts = 5;

    // Long enough for whatever a start leaves to do.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public async Task RunAsync(Report report)
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        await (await ServerProcess.StartUpAsync(program, data)).DisposeAsync(); // makes the folder, certificates and databases

        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var started = await ServerProcess.StartUpAsync(program, data);
            starts.Add(started.ReadyAfter.TotalMilliseconds);
        }

        await using var server = await ServerProcess.StartUpAsync(program, data);
        await Task.Delay(Idle);
        var idle = server.ResidentMegabytes();
        await using var tables = await SqliteTables.OpenAsync(Path.Combine(data, "broker.db"), "tradingtech_main");
        var loads = newLoads(server, tables, folder.Path);
        await loads.WarmUpAsync(plan.WarmUp, plan.Rounds, plan.Length);
        for (var round = 0; round < plan.Rounds; round++)
        {
            await loads.ExchangeAsync(plan.Length);
            await loads.ValidateAsync(plan.Length);
        }

        report.Add("ready_ms", starts.Median());
        report.Add("idle_rss_mb", idle);
        report.Add("loaded_rss_mb", server.ResidentMegabytes());
    }
}
