using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Goes on with tasks that are due, also those that another process left.</summary>
internal sealed class OnboardingWorker(
    OnboardingStore store,
    OnboardingRunner runner,
    OnboardingNode node,
    WakeUp wakeUp,
    TimeProvider time,
    IOptions<OnboardingOptions> options,
    ILogger<OnboardingWorker> logger) : BackgroundService
{
    private const int Glance = 500;

    private int _mine;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await runner.StopAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tookOver = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.Value.PollInterval;
            try
            {
                if (!tookOver)
                {
                    await TakeOverAsync(stoppingToken);
                    tookOver = true;
                }

                pause = await StartDueAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The database is away: look again later.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                OnboardingLog.WorkerFailed(logger, e);
            }

            await wakeUp.WaitAsync(pause, stoppingToken);
        }
    }

    /// <summary>Goes on at once with what a dead process of this database had begun.</summary>
    internal async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        if (node.IsAlone())
        {
            var now = time.GetUtcNow();
            var count = await store.TakeOverAsync(node.Id, now, now + options.Value.AmbiguitySettleTime, cancellationToken);
            if (count > 0)
            {
                OnboardingLog.TookOver(logger, count);
            }
        }
    }

    /// <summary>Starts what is due, as far as there is room, and says how long to sleep.</summary>
    internal async Task<TimeSpan> StartDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pause = options.Value.PollInterval;
        foreach (var task in await store.ListSoonestAsync(Glance, cancellationToken))
        {
            if (task.DueAt > now)
            {
                var until = task.DueAt - now;
                pause = until < pause ? until : pause;
            }
            else if (Volatile.Read(ref _mine) < options.Value.MaxConcurrency && !runner.IsRunning(task.Id))
            {
                // What finds no room is looked at again when a run ends: that wakes the worker.
                _ = RunAsync(task.Id);
            }
        }

        return pause;
    }

    private async Task RunAsync(long taskId)
    {
        Interlocked.Increment(ref _mine);
        try
        {
            await runner.RunAsync(taskId);
        }
        finally
        {
            Interlocked.Decrement(ref _mine);
            wakeUp.Set();
        }
    }
}
