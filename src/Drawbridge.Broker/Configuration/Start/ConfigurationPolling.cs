using Drawbridge.Broker.Brokers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Configuration.Start;

/// <summary>
/// Follows changes of the configuration that no notification told of: those of another process on SQLite, and those that were lost. By the clock
/// of the machine, because a clock that a person set says nothing about how long a change takes to get here.
/// </summary>
internal sealed class ConfigurationPolling(BrokerDirectory directory, IOptions<ConfigurationOptions> options) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await directory.FollowQuietlyAsync("poll");
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
