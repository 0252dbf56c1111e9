using Drawbridge.Platform.Managers;
using Drawbridge.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Platform.Hosting;

/// <summary>Before the first request: the schema is current, and the managers are those of the options.</summary>
internal sealed class PlatformStartup(PlatformDatabase database, ManagerService managers, ILoggerFactory loggers) : IHostedLifecycleService
{
    public bool IsDone { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var migrator = new Migrator(database.Database, loggers);
        foreach (var set in PlatformMigrations.All)
        {
            await migrator.MigrateAsync(set, cancellationToken);
        }

        await managers.ProvisionAsync(cancellationToken);
        IsDone = true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
