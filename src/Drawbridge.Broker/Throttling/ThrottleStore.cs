using Drawbridge.Storage;

namespace Drawbridge.Broker.Throttling;

/// <summary>The SQL of counters, shared by all nodes.</summary>
internal sealed class ThrottleStore(Database database)
{
    /// <summary>
    /// Counts one attempt under each rule in one transaction, and returns the end of the longest window whose limit is passed by it, else
    /// null. Of concurrent attempts no more than the limit get null.
    /// </summary>
    public Task<DateTimeOffset?> CountAsync(IReadOnlyList<ThrottleRule> rules, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                DateTimeOffset? until = null;
                var isUnderPressure = rules.FirstOrDefault(static rule => rule.Pressure is not null) is { Pressure.Failures: var failures }
                    && await session.FindAsync<int?>(
                        "select attempts from throttles where hash = @Key and window_ends_at > @now", new { failures.Key, now }) >= failures.Limit;
                foreach (var rule in InLockOrder(rules))
                {
                    var row = await session.GetAsync<ThrottleRow>(
                        """
                        insert into throttles (hash, attempts, window_ends_at) values (@Key, 1, @ends)
                        on conflict (hash) do update set
                          attempts = case when throttles.window_ends_at <= @now then 1 else throttles.attempts + 1 end,
                          window_ends_at = case when throttles.window_ends_at <= @now then excluded.window_ends_at else throttles.window_ends_at end
                        returning attempts, window_ends_at
                        """,
                        new { rule.Key, ends = now + rule.Window, now });
                    if (row.Attempts > (isUnderPressure && rule.Pressure is { } pressure ? pressure.Limit : rule.Limit) && (until is null || row.WindowEndsAt > until))
                    {
                        until = row.WindowEndsAt;
                    }
                }

                return until;
            },
            cancellationToken);

    /// <summary>Takes an attempt that succeeded off the counters.</summary>
    public Task ForgiveAsync(IReadOnlyList<ThrottleRule> rules, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                foreach (var rule in InLockOrder(rules))
                {
                    await session.ExecuteAsync(
                        rule.ForgetOnSuccess
                            ? "delete from throttles where hash = @Key"
                            : "update throttles set attempts = attempts - 1 where hash = @Key and attempts > 0",
                        new { rule.Key });
                }
            },
            cancellationToken);

    /// <summary>Removes counters whose window ended.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from throttles where window_ends_at <= @now", new { now }), cancellationToken);

    /// <summary>Everybody locks rows in the same order, so nobody waits in a circle.</summary>
    private static IEnumerable<ThrottleRule> InLockOrder(IEnumerable<ThrottleRule> rules) =>
        rules.OrderBy(rule => Convert.ToHexString(rule.Key), StringComparer.Ordinal);

    private sealed class ThrottleRow
    {
        public int Attempts { get; init; }

        public DateTimeOffset WindowEndsAt { get; init; }
    }
}
