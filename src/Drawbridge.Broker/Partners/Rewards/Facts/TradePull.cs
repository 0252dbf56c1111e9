using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Partners.Rewards.Facts;

/// <summary>
/// Reads what was closed. The report goes by when positions were opened (WS-78), so it is not enough to read on from the last time: whatever was open
/// then may be closed since. Hence the days on which open positions were opened are kept and looked at again. Each run asks for the next one.
/// </summary>
internal sealed class TradePull(
    BrokerDirectory directory, BrokerPlatform platform, TradePullStore store, TradeReading reading, RewardPlanStore plans, RunStore runs, RewardJobs rewards, JobQueue jobs, TimeProvider time) : IJobHandler
{
    /// <summary>The queue.</summary>
    public const string Name = "partner-trades";

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    // Clocks differ, and a deal takes a moment to be in the report.
    private static readonly TimeSpan _overlap = TimeSpan.FromMinutes(10);

    // Positions that were open when the first plan began may have been opened before.
    private static readonly TimeSpan _firstLook = TimeSpan.FromDays(30);

    // Well below the time that a job has.
    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Queue => Name;

    /// <summary>A run for a broker; one that waits already stands for it.</summary>
    public static JobRequest Request(long brokerId, DateTimeOffset at)
    {
        var payload = brokerId.ToString(CultureInfo.InvariantCulture);
        return new(Name, payload) { DedupeKey = payload, RunAt = at };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        if (directory.Current.FindBroker(long.Parse(job.Payload, CultureInfo.InvariantCulture)) is not { } broker)
        {
            return; // begins anew once it is configured again
        }

        BrokerLogScope.DescribeJob(broker);
        var isDone = true;
        if (broker.Settings.Enabled && broker.Settings.Offers(Module.Invite))
        {
            isDone = await RunAsync(broker, cancellationToken);
            await rewards.BeginAsync(broker.Id, cancellationToken);
            await BeginDueAsync(broker, cancellationToken);
        }

        await jobs.EnqueueAsync(Request(broker.Id, isDone ? began + broker.Settings.Partners.Rewards.PullInterval : time.GetUtcNow()), cancellationToken);
    }

    /// <summary>
    /// Begins the run of the period that has ended last, if the broker wants that, and what was closed in it is here; once, because the same period is the same
    /// run. Nobody can have earned before the first plan.
    /// </summary>
    public async Task BeginDueAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        if (DuePeriod.Of(broker.Settings.Partners.Rewards.Statements, time.GetUtcNow()) is var (from, until)
            && await store.FindAsync(broker.Id, cancellationToken) is { Fault: null } read && read.ReadUntil >= until + _overlap
            && (await plans.ReadAsync(broker.Id, cancellationToken)).Begin < until)
        {
            await runs.BeginAsync(broker.Id, from, until, "schedule", also: null, cancellationToken);
        }
    }

    /// <summary>One run. False when there is more to read at once. What the platform does not tell now is read the next time.</summary>
    public async Task<bool> RunAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        if ((await plans.ReadAsync(broker.Id, cancellationToken)).Begin is not { } begin)
        {
            return true;
        }

        var now = time.GetUtcNow();
        var known = await store.FindAsync(broker.Id, cancellationToken);
        var client = await platform.ForAsync(broker, cancellationToken);
        var open = await client.Positions.ListOpenAsync(login: null, cancellationToken);
        if (open is not PlatformResult<IReadOnlyList<OpenPosition>>.Answered { Value: var positions })
        {
            await store.PutAsync(broker.Id, (known ?? new(Earliest(begin, now), new HashSet<DateOnly>(), now, null)) with { ReadAt = now, Fault = PlatformFault.Of(open) }, cancellationToken);
            return true;
        }

        // From here on it is written down which days have to be looked at: whatever stops this, they are looked at the next time.
        var openDays = positions.Where(static one => one.OpenTimestamp is not null).Select(static one => DateOnly.FromDateTime(one.OpenTimestamp!.Value.UtcDateTime)).ToHashSet();
        var from = known?.ReadUntil - _overlap ?? Earliest(begin, now);
        var due = DaysOf(from, now).Concat(known?.Days ?? new HashSet<DateOnly>()).ToHashSet();
        var state = new TradePullState(now, due.Union(openDays).ToHashSet(), now, null);
        await store.PutAsync(broker.Id, state, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();

        // First the days that are done with it: they need not be looked at again, so that a long list gets shorter with each run.
        foreach (var day in due.OrderBy(openDays.Contains).ThenByDescending(static day => day))
        {
            if (!openDays.Contains(day) && TimeProvider.System.GetElapsedTime(started) > _slice)
            {
                return false;
            }

            var begins = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            var closed = await client.Positions.ListClosedAsync(begins, begins + _day, login: null, cancellationToken);
            if (closed is not PlatformResult<IReadOnlyList<ClosedPosition>>.Answered { Value: var rows })
            {
                await store.PutAsync(broker.Id, state with { Fault = PlatformFault.Of(closed) }, cancellationToken);
                return true;
            }

            await reading.StoreAsync(broker, rows, cancellationToken);
            if (!openDays.Contains(day))
            {
                state = state with { Days = state.Days.Where(other => other != day).ToHashSet() };
                await store.PutAsync(broker.Id, state, cancellationToken);
            }
        }

        return true;
    }

    private static DateTimeOffset Earliest(DateTimeOffset begin, DateTimeOffset now) => (begin < now ? begin : now) - _firstLook;

    private static IEnumerable<DateOnly> DaysOf(DateTimeOffset from, DateTimeOffset until)
    {
        for (var day = DateOnly.FromDateTime(from.UtcDateTime); day <= DateOnly.FromDateTime(until.UtcDateTime); day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
