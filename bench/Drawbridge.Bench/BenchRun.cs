using System.Globalization;
using Drawbridge.Bench.Brokers;
using Drawbridge.Bench.Partners;
using Drawbridge.Bench.Sandbox;
using Npgsql;

namespace Drawbridge.Bench;

/// <summary>Starts servers, measures them and reports.</summary>
internal sealed class BenchRun(Arguments arguments)
{
    private readonly Plan _plan = arguments.Has("--quick") ? Plan.Quick : Plan.Full;
    private readonly Report _report = new();

    public static Task<int> RunAsync(Arguments arguments) => new BenchRun(arguments).RunAsync();

    private bool IsQuick => arguments.Has("--quick");

    private async Task<int> RunAsync()
    {
        if (!arguments.Has("--check"))
        {
            await MeasureAsync();
        }
        else
        {
            await MeasureAsync();
            await MeasureAsync(); // what failed
        }

        _report.Print();
        if (arguments.Find("--output") is { } output)
        {
            await _report.WriteAsync(output);
        }

        return arguments.Has("--check") ? Floors.Check(_report) : 0;
    }

    private async Task MeasureAsync()
    {
        if (Wants("postgres") && !Floors.Hold(_report, Floors.OnPostgres))
        {
            await OnPostgresAsync();
        }

        if (Wants("sqlite") && !Floors.Hold(_report, Floors.OnSqlite))
        {
            await OnSqliteAsync();
        }

        if (!IsQuick && arguments.Find("--call") is null && Wants("sandbox"))
        {
            await OnSandboxAsync("_sqlite", static path => Task.FromResult("sqlite:" + Path.Combine(path, "platform.db")));
            await OnSandboxAsync("", _ => CreateDatabaseAsync(arguments.Get("--postgres")));
        }

        if (!IsQuick && arguments.Find("--call") is null && Wants("signin"))
        {
            await OnSignInAsync();
        }

        if (!IsQuick && arguments.Find("--call") is null && Wants("brokers"))
        {
            await OnBrokersAsync();
        }

        if (!IsQuick && arguments.Find("--call") is null && Wants("partners"))
        {
            using var folder = new TemporaryFolder();
            await new PartnerTreeBench(static path => Task.FromResult("sqlite:" + Path.Combine(path, "bench.db")), Path.Combine(folder.Path, "sqlite"), _plan).RunAsync(_report, "_sqlite");
            await new PartnerTreeBench(_ => CreateDatabaseAsync(arguments.Get("--postgres")), Path.Combine(folder.Path, "postgres"), _plan).RunAsync(_report, "_postgres");
        }

        if (!IsQuick && arguments.Find("--call") is null && Wants("up"))
        {
            await new UpBench(arguments.Get("--program"), NewLoads, _plan).RunAsync(_report);
        }
    }

    private bool Wants(string part) => arguments.Find("--only") is not { } only || only == part;

    private async Task OnPostgresAsync()
    {
        using var folder = new TemporaryFolder();
        var connectionString = await CreateDatabaseAsync(arguments.Get("--postgres"));
        await using var server = await ServerProcess.StartBenchAsync(connectionString, folder.Path);
        await using var tables = await PostgresTables.OpenAsync(connectionString);
        server.DatabaseProcess = await tables.ProcessAsync();
        var loads = NewLoads(server, tables, folder.Path);
        if (await RunCallAsync(loads, server))
        {
            return;
        }

        var pgbench = new PgBench(arguments.Get("--pgbench"), Path.Combine(arguments.Get("--scripts"), "pgbench"), connectionString);
        await new PostgresBench(loads, tables, pgbench, _plan).RunAsync(_report);
        _report.Add("server_rss_after_load_mb", server.ResidentMegabytes());
    }

    private async Task OnSqliteAsync()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bench.db");
        await using var server = await ServerProcess.StartBenchAsync("sqlite:" + path, folder.Path);
        await using var tables = await SqliteTables.OpenAsync(path);
        var loads = NewLoads(server, tables, folder.Path);
        if (await RunCallAsync(loads, server))
        {
            return;
        }

        await new SqliteBench(loads, _plan).RunAsync(_report);
        _report.Add("server_rss_after_load_sqlite_mb", server.ResidentMegabytes());
    }

    private async Task OnSignInAsync()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bench.db");
        await using var server = await ServerProcess.StartBenchAsync("sqlite:" + path, folder.Path);
        await using var tables = await SqliteTables.OpenAsync(path);
        var loads = NewLoads(server, tables, folder.Path);
        await loads.WarmUpAsync(_plan.WarmUp, rounds: 0, _plan.Length);
        await new SignInBench(loads, _plan).RunAsync(_report);
    }

    private async Task OnBrokersAsync()
    {
        using var folder = new TemporaryFolder();
        var nodes = new List<BrokersNode>();
        try
        {
            foreach (var count in BrokersBench.Counts)
            {
                nodes.Add(await BrokersNode.StartAsync(Path.Combine(folder.Path, $"{count}"), count, NewWrk()));
            }

            await new BrokersBench(nodes, _plan).RunAsync(_report);
            await FollowAsync("_sqlite", static path => Task.FromResult("sqlite:" + Path.Combine(path, "bench.db")));
            await FollowAsync("_postgres", _ => CreateDatabaseAsync(arguments.Get("--postgres")));
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }

        async Task FollowAsync(string suffix, Func<string, Task<string>> createDatabase)
        {
            var path = Path.Combine(folder.Path, "follow" + suffix);
            Directory.CreateDirectory(path);
            await ConfigurationChanges.MeasureAsync(await createDatabase(path), path, _report, suffix);
        }
    }

    private async Task OnSandboxAsync(string suffix, Func<string, Task<string>> createDatabase)
    {
        using var folder = new TemporaryFolder();
        await using var full = await StartAsync(Path.Combine(folder.Path, "full"), SandboxBench.Accounts, SandboxBench.Changes);
        await using var empty = await StartAsync(Path.Combine(folder.Path, "empty"), SandboxBench.FewAccounts, changes: 0);
        await new SandboxBench(New(full, SandboxBench.Accounts), New(empty, SandboxBench.FewAccounts), _plan).RunAsync(_report, suffix);

        SandboxLoads New(SandboxProcess sandbox, int accounts) => new(sandbox, NewWrk(), accounts);

        async Task<SandboxProcess> StartAsync(string path, int accounts, int changes)
        {
            Directory.CreateDirectory(path);
            return await SandboxProcess.StartAsync(await createDatabase(path), path, accounts, changes);
        }
    }

    /// <summary>One call for a while, for whoever wants to look at the server meanwhile.</summary>
    private async Task<bool> RunCallAsync(ServerLoads loads, ServerProcess server)
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
            "signin" => loads.SignInAsync(duration),
            _ => throw new InvalidOperationException("--call knows exchange, generate, validate, empty and signin."),
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load}, {server.ResidentMegabytes():0} MB resident"));
        return true;
    }

    private ServerLoads NewLoads(ServerProcess server, TokenTables tables, string folder) =>
        new(server, NewWrk(), tables, folder);

    private Wrk NewWrk() => new(Path.Combine(arguments.Get("--scripts"), "wrk"), arguments.Number("--connections", _plan.Connections));

    private static async Task<string> CreateDatabaseAsync(string connectionString)
    {
        var name = "bench_" + Guid.NewGuid().ToString("N");
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ToString();
    }
}
