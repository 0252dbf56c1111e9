using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Introducers;

/// <summary>Goes through the traders of a partner who was moved, or of a broker that switched introducing brokers on: some at a time, and on from there after a stop.</summary>
internal sealed class IntroducerWalk(BrokerDirectory directory, IntroducerStore store, IntroducerJobs jobs, Database database, TimeProvider time) : IJobHandler
{
    private const int Batch = 500;

    /// <inheritdoc/>
    public string Queue => IntroducerJobs.WalkQueue;

    /// <inheritdoc/>
    public Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var numbers = IntroducerJobs.NumbersOf(job);
        var (brokerId, partnerId) = (numbers[0], numbers[1] == 0 ? (long?)null : numbers[1]);
        if (directory.Current.FindBroker(brokerId) is not { Settings.Partners.IntroducingBrokers: true })
        {
            return Task.CompletedTask;
        }

        return database.WriteAsync(
            async session =>
            {
                var traders = await IntroducerStore.ListTradersAsync(session, brokerId, partnerId, numbers[2], Batch);
                foreach (var trader in traders)
                {
                    await jobs.EnqueueAsync(session, brokerId, trader);
                }

                if (traders.Count == Batch)
                {
                    await jobs.WalkAsync(session, brokerId, partnerId, traders[^1]);
                }
            },
            cancellationToken);
    }

    /// <summary>Brokers that have switched it on since are gone through; those that switched it off will be, when they switch it on again.</summary>
    public async Task SwitchAsync(CancellationToken cancellationToken)
    {
        var known = await store.ListBrokersAsync(cancellationToken);
        var on = directory.Current.Brokers.Where(static broker => broker.Settings.Partners.IntroducingBrokers).Select(static broker => broker.Id).ToHashSet();
        foreach (var brokerId in on.Except(known))
        {
            await database.WriteAsync(
                async session =>
                {
                    if (await IntroducerStore.TrySwitchOnAsync(session, brokerId, time.GetUtcNow()))
                    {
                        await jobs.WalkAsync(session, brokerId, partnerId: null);
                    }
                },
                cancellationToken);
        }

        foreach (var brokerId in known.Except(on))
        {
            await database.WriteAsync(session => IntroducerStore.SwitchOffAsync(session, brokerId), cancellationToken);
        }
    }
}
