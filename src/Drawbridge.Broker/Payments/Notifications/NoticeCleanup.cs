using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Payments.Notifications;

/// <summary>Forgets notifications that are too old to be told again: their signature is good for five minutes, and senders try again for days.</summary>
internal sealed partial class NoticeCleanup(NoticeStore store, TimeProvider time, ILogger<NoticeCleanup> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.DeleteBeforeAsync(time.GetUtcNow() - Kept, stoppingToken);
            }
#pragma warning disable CA1031 // Tried again in an hour.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old notifications of payment providers could not be removed ({Error}); tried again in an hour")]
    private static partial void Failed(ILogger logger, string error);
}
