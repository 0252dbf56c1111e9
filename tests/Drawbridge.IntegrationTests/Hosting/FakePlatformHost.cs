using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>The broker's side in front of a platform whose calls can be made to fail.</summary>
public abstract class FakePlatformHost : BrokerHost
{
    private readonly PlatformFixture _platforms = new();

    internal FakePlatform Platform { get; private set; } = null!;

    /// <summary>A CRM whose brokers are at the fake platform.</summary>
    public Task<TestCrm> NewCrmAtPlatformAsync(int brokers = 1, CrmSettings? settings = null, Func<BrokerSettings, BrokerSettings>? change = null) =>
        NewCrmAsync(brokers, settings, same => (change ?? (static one => one))(same with { Platform = new(Platform.BaseUrl, 2309) }));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Platform.DisposeAsync();
        _platforms.Dispose();
    }

    protected sealed override async Task<DatabaseOptions> CreateDatabaseAsync()
    {
        Platform = await _platforms.StartAsync(Time);
        return await CreateBrokerDatabaseAsync();
    }

    protected abstract Task<DatabaseOptions> CreateBrokerDatabaseAsync();

    protected override void Configure(WebApplicationBuilder builder) =>
        builder.Services.Configure<PlatformClientOptions>(options => options.AuthorityFile = _platforms.AuthorityFile);
}
