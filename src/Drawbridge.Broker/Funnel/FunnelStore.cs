using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Funnel;

/// <summary>The SQL of the funnel: counts by day, and for a few weeks which walks were counted, as pseudonyms.</summary>
internal sealed class FunnelStore(Database database, FunnelPseudonyms pseudonyms)
{
    /// <summary>After how many days a walk that comes again counts again.</summary>
    public const int Memory = 35;

    private const int MostOriginsOfADay = 1000;

    /// <summary>
    /// Counts each visit, at its broker (BID-10), whose walk has not reached the step before. Which were counted and the counts are written together or not at all, on whichever
    /// node: nothing is counted twice.
    /// </summary>
    public async Task AddAsync(IReadOnlyList<FunnelVisit> visits, CancellationToken cancellationToken)
    {
        var key = await pseudonyms.GetKeyAsync(cancellationToken);
        var known = visits.Select(visit => (Visit: visit, Hash: FunnelPseudonyms.Of(key, visit)))
            .DistinctBy(static one => Convert.ToHexString(one.Hash))
            .OrderBy(static one => Convert.ToHexString(one.Hash), StringComparer.Ordinal) // one order of locks
            .ToList();
        await database.WriteAsync(
            async session =>
            {
                var fresh = new List<FunnelVisit>();
                foreach (var (visit, hash) in known)
                {
                    if (await session.ExecuteAsync(
                        "insert into funnel_walks (hash, day) values (@hash, @day) on conflict (hash) do nothing", new { hash, day = (long)visit.Day.DayNumber }) > 0)
                    {
                        fresh.Add(visit);
                    }
                }

                foreach (var group in fresh.GroupBy(static visit => (visit.BrokerId, visit.Day, visit.Step, visit.Origin))
                    .OrderBy(static group => $"{group.Key}", StringComparer.Ordinal))
                {
                    await CountAsync(session, group.Key.BrokerId, group.Key.Day, group.Key.Step, group.Key.Origin, group.Count());
                }
            },
            cancellationToken);
    }

    /// <summary>Forgets which walks were counted long ago. The counts stay.</summary>
    public Task<int> ForgetAsync(DateOnly today, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("delete from funnel_walks where day < @before", new { before = (long)today.DayNumber - Memory }), cancellationToken);

    /// <summary>Every count that fits, of the brokers of a scope; by day, or of all days together.</summary>
    public async Task<IReadOnlyList<FunnelCount>> ListAsync(BrokerScope scope, FunnelQuery query, bool byDay, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.ListAsync<FunnelCount>(
                $"""
                select broker_id, {(byDay ? "day" : "cast(0 as bigint) as day")}, flow, position, step, source, campaign, partner, event_name, cast(sum(visits) as bigint) as visits
                from funnel_days
                where broker_id in {BrokerScope.Sql} and day >= @From and day <= @Until
                  {(query.BrokerId is null ? "" : "and broker_id = @BrokerId")} {(query.Flow is null ? "" : "and flow = @Flow")} {(query.Source is null ? "" : "and source = @Source")}
                  {(query.Campaign is null ? "" : "and campaign = @Campaign")} {(query.Partner is null ? "" : "and partner = @Partner")}
                group by broker_id, {(byDay ? "day, " : "")}flow, position, step, source, campaign, partner, event_name
                order by {(byDay ? "day, " : "")}flow, position, step, broker_id, source, campaign, partner, event_name
                """,
                new
                {
                    scope.CrmId, scope.StaffId, From = (long)query.From.DayNumber, Until = (long)query.Until.DayNumber, query.BrokerId, query.Flow, query.Source, query.Campaign,
                    query.Partner,
                }),
            cancellationToken);

    /// <summary>Anybody can invent campaigns: so many a day are kept apart, the others stand together.</summary>
    private static async Task CountAsync(DbSession session, long brokerId, DateOnly day, FunnelStep step, FunnelOrigin origin, int visits)
    {
        for (var last = false; ; last = true)
        {
            var counted = await session.ExecuteAsync(
                $"""
                insert into funnel_days (broker_id, day, flow, position, step, source, campaign, partner, event_name, visits)
                select @brokerId, @Day, @Flow, @Position, @Name, @Source, @Campaign, @Partner, @EventName, @visits
                where {(last ? "true" : """
                exists (select 1 from funnel_days where broker_id = @brokerId and day = @Day and flow = @Flow and position = @Position and step = @Name
                          and source = @Source and campaign = @Campaign and partner = @Partner and event_name = @EventName)
                   or (select count(*) from funnel_days where broker_id = @brokerId and day = @Day) < @most
                """)}
                on conflict (broker_id, day, flow, position, step, source, campaign, partner, event_name) do update set visits = funnel_days.visits + excluded.visits
                """,
                new
                {
                    brokerId, Day = (long)day.DayNumber, step.Flow, Position = (long)step.Position, step.Name, origin.Source, origin.Campaign, origin.Partner, origin.EventName,
                    visits = (long)visits, most = MostOriginsOfADay,
                });
            if (counted > 0 || last)
            {
                return;
            }

            origin = FunnelOrigin.OtherOf(origin);
        }
    }
}

/// <summary>Which counts are wanted; null = any.</summary>
internal sealed record FunnelQuery(DateOnly From, DateOnly Until)
{
    public long? BrokerId { get; init; }

    public string? Flow { get; init; }

    /// <summary>Empty for those of whom it is not known.</summary>
    public string? Source { get; init; }

    public string? Campaign { get; init; }

    public string? Partner { get; init; }
}

/// <summary>How many reached a step.</summary>
internal sealed class FunnelCount
{
    public long BrokerId { get; init; }

    public long Day { get; init; }

    public string Flow { get; init; } = "";

    public long Position { get; init; }

    public string Step { get; init; } = "";

    public string Source { get; init; } = "";

    public string Campaign { get; init; } = "";

    public string Partner { get; init; } = "";

    public string EventName { get; init; } = "";

    public long Visits { get; init; }
}
