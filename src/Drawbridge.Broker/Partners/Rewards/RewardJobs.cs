using System.Collections.Concurrent;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Rewards;

/// <summary>Asks for work on rewards. One that waits already stands for the next one, so asking too often costs nothing.</summary>
internal sealed class RewardJobs(JobQueue jobs, RewardPlanStore plans, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, bool> _begun = [];

    /// <summary>Facts of a broker, or a run, have to be looked at. Part of the caller's write.</summary>
    public Task BeginAsync(DbSession session, long brokerId) => jobs.EnqueueAsync(session, RewardWork.Request(brokerId));

    /// <summary>The same as a write of its own.</summary>
    public Task BeginAsync(long brokerId, CancellationToken cancellationToken) => jobs.EnqueueAsync(RewardWork.Request(brokerId), cancellationToken);

    /// <summary>Closed positions of a broker have to be read. Part of the caller's write.</summary>
    public Task PullAsync(DbSession session, long brokerId) => jobs.EnqueueAsync(session, TradePull.Request(brokerId, time.GetUtcNow()));

    /// <summary>
    /// Every broker whose partners can earn has a job that reads and asks for the next one; begun anew once in each life of the process, should one have been given
    /// up. So is what an earlier life was doing, because its job is not taken again before its lease ends.
    /// </summary>
    public async Task BeginPullsAsync(CancellationToken cancellationToken)
    {
        foreach (var broker in await plans.ListBrokersAsync(cancellationToken))
        {
            if (_begun.TryAdd(broker, true))
            {
                await jobs.EnqueueAsync(TradePull.Request(broker, time.GetUtcNow()), cancellationToken);
                await BeginAsync(broker, cancellationToken);
            }
        }
    }
}
