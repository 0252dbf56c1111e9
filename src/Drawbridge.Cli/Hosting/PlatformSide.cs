using Drawbridge.Cli.Configuration;
using Drawbridge.Platform.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Hosting;

/// <summary>The platform's side as a host.</summary>
internal static class PlatformSide
{
    public const string Name = "platform";

    /// <summary>Adds every fault of the side's settings.</summary>
    public static void Check(IConfiguration configuration, ConfigurationFaults faults) =>
        SideCheck.Run(configuration, services => services.AddDrawbridgePlatform(configuration), faults);

    /// <summary>Starts it: the schema, the managers, the server.</summary>
    public static Task<WebApplication> StartAsync(SideSettings settings, Action<PlatformOptions>? configure, CancellationToken cancellationToken)
    {
        var app = Build(settings, configure);
        return SideHost.StartAsync(
            app,
            // The host itself migrates.
            () => settings.Migrate ? Task.CompletedTask : RefusePendingAsync(app.Services, settings.Database, cancellationToken),
            cancellationToken);
    }

    private static WebApplication Build(SideSettings settings, Action<PlatformOptions>? configure)
    {
        var builder = SideHost.CreateBuilder(Name, settings);
        builder.Services.AddDrawbridgePlatform(builder.Configuration, configure);
        var app = builder.Build();
        if (settings.Proxies is { } proxies)
        {
            app.UseForwardedHeaders(proxies);
        }

        app.MapDrawbridgePlatform();
        return app;
    }

    private static async Task RefusePendingAsync(IServiceProvider services, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var loggers = services.GetRequiredService<ILoggerFactory>();
        await using var database = Database.Open(options, TimeProvider.System, loggers);
        foreach (var set in PlatformMigrations.All)
        {
            await PendingMigrations.RefuseAsync(new Migrator(database, loggers), set, cancellationToken);
        }
    }
}
