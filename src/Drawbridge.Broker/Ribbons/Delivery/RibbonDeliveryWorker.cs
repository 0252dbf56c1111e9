using System.Collections.Concurrent;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Delivery;

/// <summary>Sends while the host runs: for each broker that has something to send a few calls at once, as far as the hourly limit of its manager goes.</summary>
internal sealed class RibbonDeliveryWorker(
    RibbonSender sender, RibbonSetStore sets, BrokerDirectory directory, Database database, TimeProvider time, IOptions<RibbonOptions> options, ILogger<RibbonDeliveryWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Task> _running = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp(time);
        using var subscription = database.Subscribe(RibbonTouches.Channel, word => Wake(wake, word));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await BeginAsync(wake, stoppingToken);
                await wake.WaitAsync(await PauseAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // What was begun is done again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                RibbonLog.Interrupted(log, e, "Sending");
                await wake.WaitAsync(ShortPause, stoppingToken);
            }
        }

        await Task.WhenAll(_running.Values);
    }

    /// <summary>Lets every broker that has something to send, and does not send yet, begin.</summary>
    private async Task BeginAsync(WakeUp wake, CancellationToken stopping)
    {
        foreach (var broker in directory.Current.Brokers)
        {
            if (!_running.ContainsKey(broker.Id) && await sets.HasDueAsync(broker.Id, stopping))
            {
                _running[broker.Id] = Task.Run(() => DrainAsync(broker.Id, wake, stopping), CancellationToken.None);
            }
        }
    }

    private async Task DrainAsync(long brokerId, WakeUp wake, CancellationToken stopping)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Value.Parallelism).Select(_ => SendOnAsync(brokerId, stopping)));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The node stops.
        }
#pragma warning disable CA1031 // What was begun is done again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            RibbonLog.Interrupted(log, e, "Sending");
        }
        finally
        {
            _running.TryRemove(brokerId, out _);
            wake.Set(); // what became due when this one had looked for the last time
        }
    }

    /// <summary>One call after the other until nothing is due.</summary>
    private async Task SendOnAsync(long brokerId, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && directory.Current.FindBroker(brokerId) is { } broker && await sender.SendOneAsync(broker, stopping) is { } pause)
        {
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, stopping);
            }
        }
    }

    private static void Wake(WakeUp wake, string word)
    {
        if (word is RibbonTouches.Send or Database.MissedPayload)
        {
            wake.Set();
        }
    }

    private async Task<TimeSpan> PauseAsync(CancellationToken cancellationToken)
    {
        if (!_running.IsEmpty || await sets.FindNextAttemptAsync(cancellationToken) is not { } next)
        {
            return options.Value.PollInterval;
        }

        var wait = next - time.GetUtcNow();
        return wait < TimeSpan.Zero ? ShortPause : wait < options.Value.PollInterval ? wait : options.Value.PollInterval;
    }
}
