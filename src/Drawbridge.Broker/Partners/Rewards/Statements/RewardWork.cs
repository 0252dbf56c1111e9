using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>
/// Looks at the facts of a broker, and goes on with its run. It works for a while and then asks for more of itself, so that no job takes too long; what
/// it has done by then is written down.
/// </summary>
internal sealed class RewardWork(BrokerDirectory directory, PartnerSweep sweep, RewardPeopleStore people, Rewarding rewarding, RunStore runs, StatementCollector collector, JobQueue jobs) : IJobHandler
{
    private const string Name = "partner-rewards";

    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Queue => Name;

    /// <summary>Work for a broker; what waits already stands for it.</summary>
    public static JobRequest Request(long brokerId)
    {
        var payload = brokerId.ToString(CultureInfo.InvariantCulture);
        return new(Name, payload) { DedupeKey = payload };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        if (directory.Current.FindBroker(long.Parse(job.Payload, CultureInfo.InvariantCulture)) is not { } broker)
        {
            return;
        }

        BrokerLogScope.DescribeJob(broker);
        if (!await RunAsync(broker, cancellationToken))
        {
            await jobs.EnqueueAsync(Request(broker.Id), cancellationToken);
        }
    }

    /// <summary>Works for a while. False when there is more to do.</summary>
    public async Task<bool> RunAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        bool IsOver() => TimeProvider.System.GetElapsedTime(began) > _slice;

        // Whose the traders are must be written down before it is asked.
        await sweep.ReadIdentifiersAsync(broker.Id, cancellationToken);
        var run = await runs.FindOpenAsync(broker.Id, cancellationToken);
        if (run is null && !await rewarding.HasFactsAsync(broker.Id, cancellationToken))
        {
            return true; // the tree and the plans are for who has something to earn by
        }

        var known = new Dictionary<long, OwnerTimeline>();
        var current = await people.ReadAsync(broker.Id, cancellationToken);
        while (await rewarding.StepAsync(
            broker.Id, current, known, run is { State: RunState.Rewarding } open ? (session, facts) => RunStore.CountFactsAsync(session, open, facts) : null, cancellationToken) > 0)
        {
            if (IsOver())
            {
                return false;
            }
        }

        if (run is { State: RunState.Rewarding })
        {
            await runs.CollectAsync(run, cancellationToken);
            run = await runs.FindOpenAsync(broker.Id, cancellationToken);
            if (run is { State: RunState.Rewarding })
            {
                return false;
            }
        }

        while (run is { State: RunState.Collecting })
        {
            run = await collector.StepAsync(run, broker.Settings.Partners.Rewards.MinimumPayout, broker.Settings.Platform.EnvironmentName, cancellationToken);
            if (IsOver())
            {
                return run is null or { State: RunState.Done };
            }
        }

        return true;
    }
}
