using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Logging;
using Drawbridge.Platform.Clock;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Up;

/// <summary>The two sides of <c>drawbridge up</c>: one process, but each with services of its own, so that they meet over HTTP only.</summary>
/// <param name="folder">Where everything is kept.</param>
/// <param name="certificates">What both serve https with.</param>
/// <param name="secrets">Passwords and keys.</param>
/// <param name="brokerPort">Where the broker listens.</param>
/// <param name="platformPort">Where the platform listens.</param>
/// <param name="webOrigins">Sites that brokers have beside their client areas.</param>
/// <param name="writeLog">Takes a line of the log.</param>
/// <param name="time">The real time.</param>
/// <param name="brokerServices">What the broker's side finds in place of its own services; null for nothing.</param>
internal sealed class UpSides(
    DataFolder folder,
    LocalCertificates certificates,
    UpSecrets secrets,
    LocalPort brokerPort,
    LocalPort platformPort,
    IReadOnlyList<string> webOrigins,
    Action<string> writeLog,
    TimeProvider time,
    Action<IServiceCollection>? brokerServices = null)
{
    private readonly VirtualClock _clock = new(time);

    /// <summary>What becomes of the seed's CRMs before either side gets them; nothing unless somebody says otherwise.</summary>
    public Func<IReadOnlyList<CrmConfiguration>, IReadOnlyList<CrmConfiguration>> ChangeCrms { get; init; } = static crms => crms;

    /// <summary>What becomes of the platform's settings; nothing unless somebody says otherwise.</summary>
    public Action<Drawbridge.Platform.Hosting.PlatformOptions> ChangePlatform { get; init; } = static _ => { };

    private IReadOnlyList<CrmConfiguration> Crms => ChangeCrms(new DemoBrokers(secrets, brokerPort.Url, platformPort.Url, webOrigins).Configuration);

    /// <summary>Starts both at once, because neither needs the other to start.</summary>
    public async Task<RunningSides> StartAsync(CancellationToken cancellationToken)
    {
        var starting = new[]
        {
            Task.Run(() => BrokerSide.StartAsync(BrokerSettings(), Crms, cancellationToken), cancellationToken),
            Task.Run(() => StartPlatformAsync(cancellationToken), cancellationToken),
        };
        try
        {
            var apps = await Task.WhenAll(starting);
            return new RunningSides(apps[0], apps[1]);
        }
        catch
        {
            foreach (var side in starting.Where(side => side.IsCompletedSuccessfully))
            {
                await (await side).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Starts the platform's side alone.</summary>
    public Task<WebApplication> StartPlatformAsync(CancellationToken cancellationToken) =>
        PlatformSide.StartAsync(PlatformSettings(), ConfigurePlatform(new(Crms, secrets, brokerPort.Url)), cancellationToken);

    private Action<Drawbridge.Platform.Hosting.PlatformOptions> ConfigurePlatform(DemoPlatform platform) => options =>
    {
        options.Database = $"sqlite:{folder.Database(PlatformSide.Name)}";
        options.KeysDirectory = folder.Keys(PlatformSide.Name);
        options.CrmAuthorityFile = certificates.AuthorityFile;
        platform.Configure(options);
        ChangePlatform(options);
    };

    private SideSettings BrokerSettings() => Settings(BrokerSide.Name, brokerPort, _clock.ForCrm(), new Dictionary<string, string?>
    {
        ["Drawbridge:PlatformClient:AuthorityFile"] = certificates.AuthorityFile,
        ["Drawbridge:CrmCalls:AuthorityFile"] = certificates.AuthorityFile,
        ["Drawbridge:Mail:Mailbox"] = "true",
        ["Drawbridge:SandboxProvider:Enabled"] = "true",
        ["Drawbridge:Mail:PublicUrl"] = brokerPort.Url,
    }, brokerServices);

    private SideSettings PlatformSettings() => Settings(PlatformSide.Name, platformPort, _clock, []);

    private SideSettings Settings(
        string side, LocalPort port, TimeProvider clock, Dictionary<string, string?> configuration, Action<IServiceCollection>? more = null) => new()
    {
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(configuration).Build(),
        Database = DatabaseOptions.ForSqlite(folder.Database(side)),
        KeysFolder = folder.Keys(side),
        Log = logging => logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error) // warns that the keys in DIR are as readable as DIR
            .AddProvider(new LineLoggerProvider(side, time, writeLog)),
        Listen = server => port.Listen(server, listen => listen.UseHttps(certificates.Server)),
        Sockets = port.Configure,
        Services = services =>
        {
            services.AddSingleton(clock);
            more?.Invoke(services);
        },
    };
}

/// <summary>Both sides, serving until disposed.</summary>
internal sealed class RunningSides(WebApplication broker, WebApplication platform) : IAsyncDisposable
{
    public WebApplication Broker { get; } = broker;

    public WebApplication Platform { get; } = platform;

    /// <summary>Both finish what they are at, both at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Broker.StopAsync(CancellationToken.None), Platform.StopAsync(CancellationToken.None));
        await Broker.DisposeAsync();
        await Platform.DisposeAsync();
    }
}
