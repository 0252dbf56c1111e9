using Drawbridge.Client.Platform;

namespace Drawbridge.IntegrationTests.Client.Failover;

/// <summary>Two endpoints that can be told apart, because each has a fake platform of its own behind it.</summary>
internal sealed class TwoPlatforms : IAsyncDisposable
{
    private readonly PlatformClients _clients;

    private TwoPlatforms(FakePlatform first, FakePlatform second, PlatformClients clients, LogLines log, string password)
    {
        (First, Second, _clients, Log) = (first, second, clients, log);
        Client = clients.For(first.Peer(password: password) with { Endpoints = [first.BaseUrl, second.BaseUrl] });
    }

    public FakePlatform First { get; }

    public FakePlatform Second { get; }

    public LogLines Log { get; }

    public PlatformClient Client { get; }

    public static async Task<TwoPlatforms> StartAsync(
        PlatformFixture fixture, Action<PlatformClientOptions>? configure = null, TimeProvider? time = null, string password = FakePlatform.Password)
    {
        var log = new LogLines();
        var clients = fixture.Clients(time, log, options =>
        {
            // On a clock that runs by itself, a busy machine would be taken for a slow endpoint.
            options.Failover.HedgeAfter = time is null ? TimeSpan.FromMinutes(1) : options.Failover.HedgeAfter;
            configure?.Invoke(options);
        });
        return new(await fixture.StartAsync(), await fixture.StartAsync(), clients, log, password);
    }

    /// <summary>Fetches the first endpoint's manager token.</summary>
    public Task WarmUpAsync() => Client.Users.FindByEmailAsync("warm@up.example", CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
