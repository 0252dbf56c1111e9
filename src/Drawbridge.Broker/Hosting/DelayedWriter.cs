using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Hosting;

/// <summary>Something that requests leave in memory and do not wait for; it is written down together, at intervals and at an orderly stop.</summary>
/// <param name="what">What it is, for the log: a plural at the beginning of a sentence.</param>
/// <param name="interval">Between two writes.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told that a write failed.</param>
internal abstract partial class DelayedWriter(string what, TimeSpan interval, TimeProvider time, ILogger log) : BackgroundService
{
    protected TimeProvider Time => time;

    /// <summary>Writes down what waits now. What cannot be written waits again.</summary>
    public abstract Task WriteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Tried again with what comes next.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed(log, what, e.GetType().Name, interval);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{What} could not be written down ({Error}); tried again in {Interval}")]
    private static partial void Failed(ILogger logger, string what, string error, TimeSpan interval);
}
