using System.Globalization;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Bench.Brokers;

/// <summary>A server with so many brokers in one CRM, one of which is called.</summary>
internal sealed class BrokersNode : IAsyncDisposable
{
    private readonly SqliteTables _tables;

    private BrokersNode(int count, ServerProcess server, SqliteTables tables, ServerLoads loads)
    {
        Count = count;
        Server = server;
        Loads = loads;
        _tables = tables;
    }

    /// <summary>How many brokers there are.</summary>
    public int Count { get; }

    public ServerProcess Server { get; }

    public ServerLoads Loads { get; }

    public static async Task<BrokersNode> StartAsync(string folder, int count, Wrk wrk)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "bench.db");
        var server = await StartServerAsync("sqlite:" + file, folder, count);
        var tables = await SqliteTables.OpenAsync(file);
        return new(count, server, tables, new(server, wrk.With(connections: 4), tables, folder));
    }

    /// <summary>Starts a server with console and management API; several may share a database and a folder.</summary>
    public static async Task<ServerProcess> StartServerAsync(string database, string folder, int count)
    {
        var key = Path.Combine(folder, BenchServer.ManagementKeyFile);
        if (!File.Exists(key))
        {
            await File.WriteAllTextAsync(key, ManagementKey.New().Reveal());
        }

        return await ServerProcess.StartBenchAsync(database, folder, "--brokers", count.ToString(CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _tables.DisposeAsync();
    }
}
