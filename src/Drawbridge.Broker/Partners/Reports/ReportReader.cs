using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Schedules;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Reports;

/// <summary>Reads reports. What is read grows with the days and campaigns that are shown, never with the network.</summary>
internal sealed class ReportReader(FigureStore figures, TimeProvider time)
{
    /// <summary>What an address asks for.</summary>
    public ReportQuery QueryOf(BrokerEntity broker, IQueryCollection asked) => ReportQuery.Of(asked, DateOnly.FromDateTime(ZonedTime.LocalAt(time.GetUtcNow(), ZoneOf(broker))));

    /// <summary>The report of a partner.</summary>
    public async Task<PartnerReport> ReadAsync(BrokerEntity broker, long partnerId, ReportQuery query, CancellationToken cancellationToken)
    {
        var rows = (await figures.ListAsync(broker.Id, partnerId, query.From, query.Until, cancellationToken))
            .Where(row => query.Scope == ReportScope.All || row.Scope == (query.Scope == ReportScope.Own ? FigureScope.Own : FigureScope.Network)).ToList();
        var names = await figures.ListCampaignsAsync(broker.Id, partnerId, cancellationToken);
        var campaigns = rows.Where(static row => row.Scope == FigureScope.Own).GroupBy(static row => row.LinkId)
            .Select(group => new ReportCampaign(group.Key, names.GetValueOrDefault(group.Key), ReportLine.Of(group)))
            .OrderByDescending(static one => one.Line.Counts.SignUps).ThenByDescending(static one => one.Line.Counts.Clicks).ThenBy(static one => one.LinkId).ToList();
        if (query.LinkId is { } link)
        {
            rows.RemoveAll(row => row.LinkId != link);
            campaigns.RemoveAll(campaign => campaign.LinkId != link);
        }

        return Make(broker, query, rows, campaigns, names, await figures.FindCountedAtAsync(broker.Id, cancellationToken));
    }

    /// <summary>The report of a whole broker.</summary>
    public async Task<PartnerReport> ReadAsync(BrokerEntity broker, ReportQuery query, CancellationToken cancellationToken) => Make(
        broker, query with { Scope = ReportScope.All, LinkId = null },
        await figures.ListAsync(broker.Id, FigureRow.WholeBroker, query.From, query.Until, cancellationToken), [], new Dictionary<long, string>(),
        await figures.FindCountedAtAsync(broker.Id, cancellationToken));

    private static PartnerReport Make(
        BrokerEntity broker, ReportQuery query, IReadOnlyList<FigureRow> rows, IReadOnlyList<ReportCampaign> campaigns, IReadOnlyDictionary<long, string> names, DateTimeOffset? countedAt)
    {
        var byDay = rows.ToLookup(static row => row.Day);
        var days = Enumerable.Range(query.From.DayNumber, query.Until.DayNumber - query.From.DayNumber + 1).Select(DateOnly.FromDayNumber);
        return new(query, [.. days.Select(day => new ReportDay(day, ReportLine.Of(byDay[day])))], campaigns, names, ReportLine.Of(rows), ZoneOf(broker).Id, countedAt);
    }

    private static TimeZoneInfo ZoneOf(BrokerEntity broker) => ZonedTime.Find(broker.Settings.Partners.TimeZone) ?? TimeZoneInfo.Utc;
}
