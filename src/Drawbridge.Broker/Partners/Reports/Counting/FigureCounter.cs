using System.Collections.Concurrent;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Schedules;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Reports.Counting;

/// <summary>
/// Keeps the figures by day in step with the facts. A day on which something changed is counted as a whole, which gives the same however often and by however
/// many nodes it is done.
/// </summary>
internal sealed class FigureCounter(DueDayStore due, FigureStore figures, Database database, TimeProvider time)
{
    private const int Batch = 500;

    // What was read before must not be written behind what was read later.
    private readonly ConcurrentDictionary<long, SemaphoreSlim> _turns = new();

    /// <summary>Counts every day of a broker that is due. In one process one does so at a time.</summary>
    public async Task CountAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(broker.Id, static _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await CountDueAsync(broker, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task CountDueAsync(BrokerEntity broker, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var zone = ZonedTime.Find(broker.Settings.Partners.TimeZone) ?? TimeZoneInfo.Utc;
        if (await due.IsIdleAsync(broker.Id, zone.Id, now, cancellationToken))
        {
            return;
        }

        await database.WriteAsync(
            async session =>
            {
                await DueDayStore.BeginAsync(session, broker.Id, zone.Id);
                foreach (var source in FigureSource.All)
                {
                    await DueDayStore.LookAsync(session, broker.Id, source, zone, now);
                }
            },
            cancellationToken);
        foreach (var day in await due.ListDueAsync(broker.Id, now, cancellationToken))
        {
            var count = new DayCount(day);
            var moments = new DayOfBroker(broker.Id, ZonedTime.At(day.ToDateTime(TimeOnly.MinValue), zone), ZonedTime.At(day.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));
            await database.ReadAsync(
                async session =>
                {
                    await count.ReadAsync(session, moments);
                    return true;
                },
                cancellationToken);
            await ReplaceAsync(broker.Id, day, count.Rows, cancellationToken);
            await database.WriteAsync(session => DueDayStore.RemoveAsync(session, broker.Id, day, now), cancellationToken);
        }

        await database.WriteAsync(session => DueDayStore.EndAsync(session, broker.Id, now), cancellationToken);
    }

    /// <summary>Writes what is different, some rows at a time, so that nobody waits long. Whoever dies in between leaves the day due.</summary>
    private async Task ReplaceAsync(long brokerId, DateOnly day, IEnumerable<FigureRow> rows, CancellationToken cancellationToken)
    {
        var before = (await figures.ListDayAsync(brokerId, day, cancellationToken)).ToDictionary(static row => row.Key);
        var changes = new List<(FigureRow Row, bool Goes)>();
        foreach (var row in rows)
        {
            if (!before.Remove(row.Key, out var there) || there.Figures != row.Figures)
            {
                changes.Add((row, false));
            }
        }

        changes.AddRange(before.Values.Select(static row => (row, true)));
        foreach (var some in changes.Chunk(Batch))
        {
            await database.WriteAsync(
                async session =>
                {
                    foreach (var (row, goes) in some)
                    {
                        await (goes ? FigureStore.RemoveAsync(session, brokerId, row) : FigureStore.PutAsync(session, brokerId, row));
                    }
                },
                cancellationToken);
        }
    }
}
