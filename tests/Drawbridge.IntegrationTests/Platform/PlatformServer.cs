using System.Net;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Drawbridge.IntegrationTests.Platform.PlatformServer))]

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>The platform's side on a real server, with a fake CRM behind it. Tests share it and make users and accounts of their own.</summary>
public sealed class PlatformServer : IAsyncLifetime
{
    public const long ManagerLogin = 2309;
    public const string ManagerPassword = "manager password";
    public const string Crm = "tradingtech_crm";
    public const string Broker = "tradingtech_main";
    public const string WhiteLabel = "tradingtech_wl_europe";
    public const string OtherCrm = "financialhouse_crm";
    public const string OtherBroker = "financialhouse_main";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-platform-");
    private readonly Action<PlatformOptions>? _configure;
    private WebApplication? _app;

    public PlatformServer()
        : this(configure: null)
    {
    }

    internal PlatformServer(Action<PlatformOptions>? configure) => _configure = configure;

    public TestAuthority Authority { get; } = new();

    public ManualTimeProvider Clock { get; } = new();

    public LogSink Logs { get; } = new();

    public FakeCrm CrmSide { get; private set; } = null!;

    public Uri Https { get; private set; } = null!;

    public Uri Http { get; private set; } = null!;

    /// <summary>As the seeded manager, who reaches everything.</summary>
    public PlatformApi Api { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>A server of a test's own.</summary>
    public static async Task<PlatformServer> StartAsync(Action<PlatformOptions> configure)
    {
        var server = new PlatformServer(configure);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        CrmSide = await FakeCrm.StartAsync(Authority);
        await BootAsync();
    }

    /// <summary>Stops the server and starts it again on the same data, as after a power cut.</summary>
    public async Task RestartAsync(Action<PlatformOptions>? change = null)
    {
        await _app!.DisposeAsync();
        await BootAsync(change);
    }

    /// <summary>Every byte the database has on disk, as text.</summary>
    public string StoredText() => string.Concat(_folder.GetFiles("platform.db*").Select(static file =>
    {
        using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }));

    /// <summary>How many changes of money carry a reference of the broker's.</summary>
    public Task<long> CountHistoryAsync(string externalId) => Services.GetRequiredService<PlatformDatabase>().ReadAsync(
        session => session.GetAsync<long>(
            "select count(*) from platform_money_history where external_id = @externalId", new { externalId }),
        CancellationToken.None);

    public PlatformApi As(string? managerToken) => new(Authority.NewClient(Https), managerToken);

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await CrmSide.DisposeAsync();
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task BootAsync(Action<PlatformOptions>? change = null)
    {
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Authority.Server));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddDrawbridgePlatform(options =>
        {
            Configure(options);
            _configure?.Invoke(options);
            change?.Invoke(options);
        });
        _app = builder.Build();
        _app.MapDrawbridgePlatform();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Https = new(addresses.Single(static address => address.StartsWith("https", StringComparison.Ordinal)));
        Http = new(addresses.Single(static address => address.StartsWith("http:", StringComparison.Ordinal)));
        Api = await PlatformApi.LogInAsync(Authority.NewClient(Https), ManagerLogin, ManagerPassword);
    }

    private void Configure(PlatformOptions options)
    {
        options.Database = "sqlite:" + Path.Combine(_folder.FullName, "platform.db");
        options.KeysDirectory = Path.Combine(_folder.FullName, "keys");
        options.WritesPerHour = 0;
        options.PasswordIterations = 1_000;
        options.CrmAuthorityFile = Authority.File;
        options.Crms.Add(new() { BrokerCrmName = Crm, BaseUrl = new Uri(CrmSide.Address, "/tt").AbsoluteUri, Password = FakeCrm.Password });
        options.Crms.Add(new() { BrokerCrmName = OtherCrm, BaseUrl = new Uri(CrmSide.Address, "/fh/").AbsoluteUri, Password = FakeCrm.Password });
        options.Brokers.Add(new() { BrokerName = Broker, BrokerCrmName = Crm, DisplayName = "TradingTech" });
        options.Brokers.Add(new() { BrokerName = WhiteLabel, BrokerCrmName = Crm, Parent = Broker });
        options.Brokers.Add(new() { BrokerName = OtherBroker, BrokerCrmName = OtherCrm });
        options.Groups.Add(new() { Id = 1, Name = "Default", Description = "Everybody" });
        options.Groups.Add(new() { Id = 2, Name = "VIP" });
        options.Managers.Add(new() { Login = ManagerLogin, Password = ManagerPassword });
        options.Managers.Add(new() { Login = 2310, Password = ManagerPassword, DisabledBrokerName = { WhiteLabel } });
        options.Managers.Add(new() { Login = 2311, Password = ManagerPassword, AllowedGroups = { "Default" } });
        options.Managers.Add(new() { Login = 2320, Password = ManagerPassword, SuperAdmin = true });
        options.Managers.Add(new() { Login = 2321, Password = ManagerPassword, DisabledBrokerName = { Broker, WhiteLabel, OtherBroker } });
    }
}
