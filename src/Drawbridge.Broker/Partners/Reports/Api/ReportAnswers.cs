using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Partners.Reports.Api;

/// <summary>Figures of a partner, or of a whole broker.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day, included.</param>
/// <param name="Scope"><c>all</c>, <c>own</c> or <c>network</c>.</param>
/// <param name="TimeZone">Where the days begin.</param>
/// <param name="CountedAt">Up to when things were counted; absent = not at all yet.</param>
/// <param name="Total">All of it.</param>
/// <param name="Days">Every day from the first to the last.</param>
/// <param name="Campaigns">What campaigns brought, the most sign-ups first; none for a whole broker.</param>
internal sealed record ReportAnswer(
    DateOnly From, DateOnly Until, string Scope, string TimeZone, DateTimeOffset? CountedAt, FiguresAnswer Total, IReadOnlyList<DayAnswer> Days, IReadOnlyList<CampaignAnswer> Campaigns)
{
    public static ReportAnswer Of(PartnerReport report) => new(
        report.Query.From, report.Query.Until, report.Query.Scope.ToString().ToLowerInvariant(), report.TimeZone, report.CountedAt, FiguresAnswer.Of(report.Total),
        [.. report.Days.Select(static day => new DayAnswer(day.Day, FiguresAnswer.Of(day.Line)))],
        [.. report.Campaigns.Select(static one => new CampaignAnswer(one.LinkId, one.Name, FiguresAnswer.Of(one.Line)))]);
}

/// <summary>One day.</summary>
internal sealed record DayAnswer(DateOnly Day, FiguresAnswer Figures);

/// <summary>One campaign.</summary>
/// <param name="Campaign">Number of the link; 0 = what came without one.</param>
/// <param name="Name">What the partner calls it.</param>
/// <param name="Figures">What it brought.</param>
internal sealed record CampaignAnswer(long Campaign, string? Name, FiguresAnswer Figures);

/// <summary>What is counted.</summary>
/// <param name="Clicks">Openings of links by people, each visitor once a day.</param>
/// <param name="SignUps">Traders who came to their first partner.</param>
/// <param name="FirstDeposits">Traders who paid in for the first time.</param>
/// <param name="Deposits">Deposits, the first ones among them.</param>
/// <param name="SubPartners">Partners who came under the partner.</param>
/// <param name="Lots">Lots of closed positions.</param>
/// <param name="Amounts">By currency: they cannot be added up.</param>
internal sealed record FiguresAnswer(long Clicks, long SignUps, long FirstDeposits, long Deposits, long SubPartners, decimal Lots, IReadOnlyList<AmountsAnswer> Amounts)
{
    public static FiguresAnswer Of(ReportLine line) => new(
        line.Counts.Clicks, line.Counts.SignUps, line.Counts.FirstDeposits, line.Counts.Deposits, line.Counts.Partners, line.Counts.Lots,
        [.. line.Amounts.Select(static one => new AmountsAnswer(one.Key, one.Value.Deposited, one.Value.Earned))]);
}

/// <summary>Amounts in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Deposited">What was paid in.</param>
/// <param name="Earned">What the partner earns.</param>
internal sealed record AmountsAnswer(string Currency, decimal Deposited, decimal Earned);

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportAnswer))]
internal sealed partial class ReportJson : JsonSerializerContext;
