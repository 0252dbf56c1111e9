using System.Globalization;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Reports.Counting;

/// <summary>The SQL of which days have to be counted again. Every statement names the broker (BID-44).</summary>
internal sealed class DueDayStore(Database database)
{
    /// <summary>A quarter of an hour: no time zone's day begins within one.</summary>
    private const long Quarter = 15 * 60 * 1000;

    /// <summary>Longer than a write of ours can take: what becomes visible later than what came after it was written within that time.</summary>
    private static readonly TimeSpan _settling = TimeSpan.FromMinutes(10);

    /// <summary>Notes the time zone of a broker, and begins from nothing when it was another one. Part of the caller's write.</summary>
    public static async Task BeginAsync(DbSession session, long brokerId, string timeZone)
    {
        var known = await session.FindAsync<string>("select time_zone from partner_figure_brokers where broker_id = @brokerId", new { brokerId });
        if (known == timeZone)
        {
            return;
        }

        foreach (var table in new[] { "partner_figures", "partner_figure_sources", "partner_figure_days", "partner_figure_brokers" })
        {
            await session.ExecuteAsync($"delete from {table} where broker_id = @brokerId", new { brokerId });
        }

        await session.ExecuteAsync("insert into partner_figure_brokers (broker_id, time_zone, counted_at) values (@brokerId, @timeZone, 0) on conflict (broker_id) do nothing", new { brokerId, timeZone });
    }

    /// <summary>Everything up to now is counted. Part of the caller's write.</summary>
    public static Task EndAsync(DbSession session, long brokerId, DateTimeOffset now) =>
        session.ExecuteAsync("update partner_figure_brokers set counted_at = @now where broker_id = @brokerId", new { brokerId, now });

    /// <summary>Looks at what is new in a source and notes its days. Part of the caller's write.</summary>
    public static async Task LookAsync(DbSession session, long brokerId, FigureSource source, TimeZoneInfo zone, DateTimeOffset now)
    {
        var seen = await session.FindAsync<SeenRow>(
            "select safe_id, seen_id, seen_at from partner_figure_sources where broker_id = @brokerId and source = @Number", new { brokerId, source.Number }) ?? new();
        var last = await session.GetAsync<long>($"select coalesce(max(id), 0) from {source.Table} where broker_id = @brokerId", new { brokerId });
        if (last > seen.SafeId)
        {
            var spans = await session.ListAsync<SpanRow>(
                $"select distinct {source.At} / {Quarter} as first, {source.Until} / {Quarter} as last from {source.Table} where broker_id = @brokerId and id > @SafeId", new { brokerId, seen.SafeId });
            foreach (var (day, dueAt) in spans.SelectMany(span => DaysOf(span, zone, now)).Distinct())
            {
                await NoteAsync(session, brokerId, day, dueAt);
            }
        }

        var settled = now - seen.SeenAt >= _settling;
        await session.ExecuteAsync(
            """
            insert into partner_figure_sources (broker_id, source, safe_id, seen_id, seen_at) values (@brokerId, @Number, @safe, @next, @at)
            on conflict (broker_id, source) do update set safe_id = excluded.safe_id, seen_id = excluded.seen_id, seen_at = excluded.seen_at
            """,
            new { brokerId, source.Number, safe = settled ? seen.SeenId : seen.SafeId, next = settled ? last : seen.SeenId, at = settled ? now : seen.SeenAt });
    }

    /// <summary>Whether there is nothing to do for a broker: nothing new in any source, no day due, and told so lately.</summary>
    public Task<bool> IsIdleAsync(long brokerId, string timeZone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var news = string.Join(" or ", FigureSource.All.Select(static source => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            exists (select 1 from {source.Table} where broker_id = @brokerId and id >
              coalesce((select safe_id from partner_figure_sources where broker_id = @brokerId and source = {source.Number}), 0))
            """)));
        return database.ReadAsync(
            async session => await session.GetAsync<long>(
                $"""
                select count(*) from partner_figure_brokers
                where broker_id = @brokerId and time_zone = @timeZone and counted_at > @lately
                and not exists (select 1 from partner_figure_days where broker_id = @brokerId and due_at <= @now) and not ({news})
                """,
                new { brokerId, timeZone, now, lately = now - _settling }) > 0,
            cancellationToken);
    }

    /// <summary>Brokers that have partners.</summary>
    public Task<IReadOnlyList<long>> ListBrokersAsync(CancellationToken cancellationToken) => database.ReadAsync(
        static session => session.ListAsync<long>("select id from brokers where exists (select 1 from partners where broker_id = brokers.id) order by id"), cancellationToken);

    /// <summary>Days that are due, the latest first: those are looked at most.</summary>
    public async Task<IReadOnlyList<DateOnly>> ListDueAsync(long brokerId, DateTimeOffset now, CancellationToken cancellationToken) =>
    [
        .. (await database.ReadAsync(
            session => session.ListAsync<long>("select distinct day from partner_figure_days where broker_id = @brokerId and due_at <= @now order by day desc", new { brokerId, now }),
            cancellationToken)).Select(static day => DateOnly.FromDayNumber((int)day)),
    ];

    /// <summary>The day is counted. Part of the caller's write.</summary>
    public static Task RemoveAsync(DbSession session, long brokerId, DateOnly day, DateTimeOffset now) => session.ExecuteAsync(
        "delete from partner_figure_days where broker_id = @brokerId and day = @day and due_at <= @now", new { brokerId, day = (long)day.DayNumber, now });

    private static Task<int> NoteAsync(DbSession session, long brokerId, DateOnly day, DateTimeOffset dueAt) => session.ExecuteAsync(
        "insert into partner_figure_days (broker_id, day, due_at) values (@brokerId, @day, @dueAt) on conflict do nothing", new { brokerId, day = (long)day.DayNumber, dueAt });

    /// <summary>What lies ahead is due when it has come; else at once.</summary>
    private static IEnumerable<(DateOnly Day, DateTimeOffset DueAt)> DaysOf(SpanRow span, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (first, last) = (At(span.First), At(span.Last));
        for (var day = DayOf(first, zone); day <= DayOf(last < first ? first : last, zone); day = day.AddDays(1))
        {
            yield return (day, first > now ? first.AddMilliseconds(Quarter) : DateTimeOffset.UnixEpoch);
        }
    }

    private static DateTimeOffset At(long quarter) => DateTimeOffset.FromUnixTimeMilliseconds(quarter * Quarter);

    private static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private sealed record SeenRow
    {
        public long SafeId { get; init; }

        public long SeenId { get; init; }

        public DateTimeOffset SeenAt { get; init; }
    }

    private sealed record SpanRow
    {
        public long First { get; init; }

        public long Last { get; init; }
    }
}
