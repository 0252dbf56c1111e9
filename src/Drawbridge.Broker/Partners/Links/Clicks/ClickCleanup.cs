using Drawbridge.Broker.Brokers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>Forgets clicks that are older than their broker keeps them, and the salts of days that are over.</summary>
internal sealed partial class ClickCleanup(
    BrokerDirectory directory, PartnerClickStore clicks, ClickVisitors visitors, TimeProvider time, ILogger<ClickCleanup> log) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    /// <summary>One round.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await visitors.ForgetAsync(cancellationToken);
        foreach (var broker in directory.Current.Brokers)
        {
            await clicks.ForgetAsync(broker.Id, time.GetUtcNow() - broker.Settings.Partners.Links.KeepClicks, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Tried again in an hour.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old clicks could not be removed ({Error}); tried again in an hour")]
    private static partial void Failed(ILogger logger, string error);
}
