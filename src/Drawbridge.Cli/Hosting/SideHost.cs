using Drawbridge.Cli.Files;
using Drawbridge.Cli.Logging;
using Drawbridge.Cli.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Drawbridge.Cli.Hosting;

/// <summary>What both sides' hosts have in common: a server, a log and keys, and nothing that reads the environment by itself.</summary>
internal static class SideHost
{
    // A process has five seconds to stop (see DrawbridgeCommand).
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    public static WebApplicationBuilder CreateBuilder(string side, SideSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = $"drawbridge-{side}",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.AddConfiguration(settings.Configuration);
        settings.Log(builder.Logging);
        LogLevels.KeepTokensOut(builder.Logging);
        AddServer(builder, settings);
        AddKeys(builder.Services, side, settings);
        builder.Services.AddRouting();
        settings.Services?.Invoke(builder.Services);
        ActivityNaming.Add(builder.Services);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        return builder;
    }

    /// <summary>Starts a side whose host is built.</summary>
    /// <param name="app">The side.</param>
    /// <param name="prepare">What has to be done before the server listens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WebApplication> StartAsync(WebApplication app, Func<Task> prepare, CancellationToken cancellationToken)
    {
        try
        {
            await prepare();
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            // Stopped in order, because what runs in the background reports being cut off as a failure of its own.
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            throw;
        }
    }

    private static void AddServer(WebApplicationBuilder builder, SideSettings settings)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            settings.Listen(server);
        });
        if (settings.Sockets is { } sockets)
        {
            builder.WebHost.UseSockets(sockets);
        }
    }

    private static void AddKeys(IServiceCollection services, string side, SideSettings settings)
    {
        PrivateFile.CreateFolder(settings.KeysFolder);
        var keys = services.AddDataProtection().SetApplicationName($"drawbridge-{side}").PersistKeysToFileSystem(new DirectoryInfo(settings.KeysFolder));
        if (settings.KeysCertificate is { } certificate)
        {
            keys.ProtectKeysWithCertificate(certificate);
        }
    }

    /// <summary>The command that runs the host listens to signals, once for all hosts of the process.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
