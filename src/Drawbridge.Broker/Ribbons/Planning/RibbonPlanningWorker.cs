using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Ribbons.Balances;
using Drawbridge.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>Plans while the host runs: at once when it is told of something, when a schedule asks for it, and now and then in case a word went missing.</summary>
internal sealed class RibbonPlanningWorker(
    RibbonPlanning planning, BalanceNeed balances, Database database, TimeProvider time, IOptions<RibbonOptions> options, ILogger<RibbonPlanningWorker> log) : BackgroundService
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp(time);
        using var touched = database.Subscribe(RibbonTouches.Channel, word => Wake(wake, word));
        using var directory = database.Subscribe(Brokers.BrokerDirectory.Channel, _ => wake.Set());
        var begun = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!begun)
                {
                    await balances.BeginAllAsync(stoppingToken);
                    begun = true;
                }

                var began = TimeProvider.System.GetTimestamp();
                if (!await planning.StepAsync(stoppingToken))
                {
                    await wake.WaitAsync(await PauseAsync(stoppingToken), stoppingToken);
                }
                else if (database.Dialect.Engine == DatabaseEngine.Sqlite)
                {
                    // There one writes at a time: logins and payments have at least half of it, by the machine's own clock, whatever the broker's says.
                    await Task.Delay(TimeProvider.System.GetElapsedTime(began), TimeProvider.System, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // What was begun is done again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                RibbonLog.Interrupted(log, e, "Planning");
                await wake.WaitAsync(ShortPause, stoppingToken);
            }
        }
    }

    private static void Wake(WakeUp wake, string word)
    {
        if (word is RibbonTouches.Plan or Database.MissedPayload)
        {
            wake.Set();
        }
    }

    private async Task<TimeSpan> PauseAsync(CancellationToken cancellationToken)
    {
        var turn = await planning.FindNextTurnAsync(cancellationToken) is { } next ? next - time.GetUtcNow() : TimeSpan.MaxValue;
        return turn < options.Value.PollInterval ? turn : options.Value.PollInterval;
    }
}
