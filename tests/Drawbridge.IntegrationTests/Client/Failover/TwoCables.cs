using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client.Calls;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Client.Failover;

/// <summary>A platform that is reached over two cables, and an account there.</summary>
internal sealed class TwoCables : IAsyncDisposable
{
    private readonly CallsServer _server;
    private readonly PlatformClients _clients;

    private TwoCables(CallsServer server, long login, TimeProvider time, Action<PlatformClientOptions>? configure)
    {
        _server = server;
        (First, Second) = (Cable.To(server.Server.Https), Cable.To(server.Server.Https));
        Login = login;
        var options = new PlatformClientOptions { AuthorityFile = server.Server.Authority.File };
        options.WriteBudget.WritesPerHour = 0; // what is tried here is another matter
        configure?.Invoke(options);
        _clients = new(Options.Create(options), time, Log.For<PlatformClient>());
        Client = _clients.For(server.Peer() with { Endpoints = [First.Address, Second.Address] });
    }

    public Cable First { get; }

    public Cable Second { get; }

    public LogLines Log { get; } = new();

    public long Login { get; }

    public PlatformClient Client { get; }

    public static async Task<TwoCables> StartAsync(CallsServer server, TimeProvider time, Action<PlatformClientOptions>? configure = null) =>
        new(server, await server.NewTraderAsync(), time, configure);

    public Task<PlatformResult<TraderEntity>> ReadAsync() => Client.Traders.GetAsync(Login, CancellationToken.None);

    /// <summary>A deposit of one, known by its reference.</summary>
    public Task<PlatformResult<long?>> DepositAsync(string reference) => Client.Balances.ChangeAsync(
        Login, new() { PreciseAmount = 1, Type = BalanceChangeType.Deposit, ExternalId = reference }, CancellationToken.None);

    /// <summary>How often the platform did each of the deposits.</summary>
    public async Task<Dictionary<string, int>> DepositsAsync()
    {
        var database = _server.Server.Services.GetRequiredService<PlatformDatabase>();
        var references = await database.ReadAsync(
            session => session.ListAsync<string>("select external_id from platform_money_history where login = @Login", new { Login }), CancellationToken.None);
        return references.CountBy(static reference => reference).ToDictionary();
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
