using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Hosting;
using Drawbridge.Cli.Configuration;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Hosting;

/// <summary>The broker's side as a host.</summary>
internal static class BrokerSide
{
    public const string Name = "broker";

    /// <summary>Adds every fault of the side's settings but those of its brokers.</summary>
    public static void Check(IConfiguration configuration, ConfigurationFaults faults) =>
        SideCheck.Run(configuration, services => services.AddDrawbridgeBroker(configuration), faults);

    /// <summary>Starts it: the schema, the brokers, the server.</summary>
    public static Task<WebApplication> StartAsync(SideSettings settings, IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        var app = Build(settings);
        return SideHost.StartAsync(
            app,
            async () =>
            {
                await PrepareDatabaseAsync(app.Services, settings.Migrate, cancellationToken);
                await app.Services.StartDrawbridgeBrokerAsync(crms, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>The side with everything in it, not started.</summary>
    public static WebApplication Build(SideSettings settings)
    {
        var builder = SideHost.CreateBuilder(Name, settings);
        builder.Services.AddSingleton(services => Database.Open(
            settings.Database, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddDrawbridgeBroker(builder.Configuration);
        var app = builder.Build();
        if (settings.Proxies is { } proxies)
        {
            app.UseForwardedHeaders(proxies);
        }

        app.UseDrawbridgeBroker();
        app.MapDrawbridgeBroker();
        return app;
    }

    /// <summary>Brings the schema up to date, or refuses one that is not.</summary>
    public static async Task PrepareDatabaseAsync(IServiceProvider services, bool migrate, CancellationToken cancellationToken)
    {
        var migrator = new Migrator(services.GetRequiredService<Database>(), services.GetRequiredService<ILoggerFactory>());
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await (migrate ? migrator.MigrateAsync(set, cancellationToken) : PendingMigrations.RefuseAsync(migrator, set, cancellationToken));
        }
    }
}
