using System.Globalization;
using Npgsql;

namespace Drawbridge.Bench;

/// <summary>Starts servers, measures them and reports.</summary>
internal static class BenchRun
{
    /// <summary>What <c>./test</c> insists on: far below what is normal, so that it fails for slow code and not for a busy machine.</summary>
    private static readonly (string Name, double AtLeast)[] Floors =
    [
        ("ot_exchange_vs_pgbench", 0.5),
        ("validate_vs_empty_endpoint", 0.2),
        ("validate_vs_empty_endpoint_sqlite", 0.3),
    ];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var plan = arguments.Has("--quick") ? Plan.Quick : Plan.Full;
        var only = arguments.Find("--only");
        var report = new Report();
        var attempts = arguments.Has("--check") ? 2 : 1;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            if (only is null or "postgres" && !Holds(report, "ot_exchange_vs_pgbench", "validate_vs_empty_endpoint"))
            {
                await OnPostgresAsync(arguments, plan, report);
            }

            if (only is null or "sqlite" && !Holds(report, "validate_vs_empty_endpoint_sqlite"))
            {
                await OnSqliteAsync(arguments, plan, report);
            }
        }

        report.Print();
        if (arguments.Find("--output") is { } output)
        {
            await report.WriteAsync(output);
        }

        return arguments.Has("--check") ? Check(report) : 0;
    }

    private static bool Holds(Report report, params string[] names) =>
        Floors.Where(floor => names.Contains(floor.Name, StringComparer.Ordinal)).All(floor => report.Find(floor.Name) >= floor.AtLeast);

    private static int Check(Report report)
    {
        var failed = 0;
        foreach (var (name, atLeast) in Floors)
        {
            var passed = report.Find(name) >= atLeast;
            failed += passed ? 0 : 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(passed ? "passed" : "failed")}: {name} is {report.Find(name):0.00}, at least {atLeast:0.00} is wanted"));
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task OnPostgresAsync(Arguments arguments, Plan plan, Report report)
    {
        using var folder = new TemporaryFolder();
        var connectionString = await CreateDatabaseAsync(arguments.Get("--postgres"));
        await using var server = await ServerProcess.StartAsync(connectionString, folder.Path);
        await using var tables = await PostgresTables.OpenAsync(connectionString);
        server.DatabaseProcess = await tables.ProcessAsync();
        var loads = new ServerLoads(server, NewWrk(arguments, plan), tables, folder.Path);
        var pgbench = new PgBench(arguments.Get("--pgbench"), Path.Combine(arguments.Get("--scripts"), "pgbench"), connectionString);
        if (await RunCallAsync(arguments, loads, server))
        {
            return;
        }

        await new PostgresBench(loads, tables, pgbench, plan).RunAsync(report);
        report.Add("server_rss_after_load_mb", server.ResidentMegabytes());
    }

    private static async Task OnSqliteAsync(Arguments arguments, Plan plan, Report report)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bench.db");
        await using var server = await ServerProcess.StartAsync("sqlite:" + path, folder.Path);
        await using var tables = await SqliteTables.OpenAsync(path);
        var loads = new ServerLoads(server, NewWrk(arguments, plan), tables, folder.Path);
        if (await RunCallAsync(arguments, loads, server))
        {
            return;
        }

        await new SqliteBench(loads, plan).RunAsync(report);
        report.Add("server_rss_after_load_sqlite_mb", server.ResidentMegabytes());
    }

    /// <summary>One call for a while, for whoever wants to look at the server meanwhile.</summary>
    private static async Task<bool> RunCallAsync(Arguments arguments, ServerLoads loads, ServerProcess server)
    {
        if (arguments.Find("--call") is not { } call)
        {
            return false;
        }

        var duration = TimeSpan.FromSeconds(arguments.Number("--seconds", 20));
        await loads.WarmUpAsync(TimeSpan.FromSeconds(5), rounds: 1, duration);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"calling process {server.ProcessId}"));
        var load = await (call switch
        {
            "exchange" => loads.ExchangeAsync(duration),
            "generate" => loads.GenerateAsync(duration),
            "validate" => loads.ValidateAsync(duration),
            "empty" => loads.EmptyAsync(duration),
            _ => throw new ArgumentException("--call knows exchange, generate, validate and empty.", nameof(arguments)),
        });
        Console.WriteLine(load);
        return true;
    }

    private static Wrk NewWrk(Arguments arguments, Plan plan) =>
        new(Path.Combine(arguments.Get("--scripts"), "wrk", "post.lua"), arguments.Number("--connections", plan.Connections));

    private static async Task<string> CreateDatabaseAsync(string connectionString)
    {
        var name = "bench_" + Guid.NewGuid().ToString("N");
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ToString();
    }
}
