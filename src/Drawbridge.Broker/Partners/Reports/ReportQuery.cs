using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Partners.Reports;

/// <summary>Whose figures a report adds up.</summary>
internal enum ReportScope
{
    /// <summary>The partner's own traders and those of the network.</summary>
    All,

    /// <summary>The partner's own.</summary>
    Own,

    /// <summary>Those of the network below.</summary>
    Network,
}

/// <summary>What a report is asked for, as its address says it. What cannot be understood is left out.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day, included; at most <see cref="LongestDays"/> later.</param>
/// <param name="Scope">Whose.</param>
/// <param name="LinkId">Only this campaign, 0 = what came without one; null = all. A campaign is the partner's own.</param>
internal sealed record ReportQuery(DateOnly From, DateOnly Until, ReportScope Scope, long? LinkId)
{
    public const int LongestDays = 400;

    private const int UsualDays = 30;

    /// <summary>Reads an address.</summary>
    /// <param name="asked">Its parameters.</param>
    /// <param name="today">In the broker's time zone.</param>
    public static ReportQuery Of(IQueryCollection asked, DateOnly today)
    {
        var until = DayOf(asked["until"]) ?? today;
        var from = DayOf(asked["from"]) is { } day && day <= until ? day : until.AddDays(1 - UsualDays);
        var link = long.TryParse(asked["campaign"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var scope = asked["scope"].ToString() switch
        {
            "own" => ReportScope.Own,
            "network" => ReportScope.Network,
            _ => ReportScope.All,
        };
        return new(until.DayNumber - from.DayNumber < LongestDays ? from : until.AddDays(1 - LongestDays), until, link is null ? scope : ReportScope.Own, link);
    }

    /// <summary>The same report at another address, such as that of the file.</summary>
    public string UrlFor(string path)
    {
        var query = new List<KeyValuePair<string, string?>> { new("from", Text(From)), new("until", Text(Until)) };
        if (Scope != ReportScope.All)
        {
            query.Add(new("scope", Scope == ReportScope.Own ? "own" : "network"));
        }

        if (LinkId is { } link)
        {
            query.Add(new("campaign", link.ToString(CultureInfo.InvariantCulture)));
        }

        return QueryHelpers.AddQueryString(path, query);
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day as addresses have it, or null.</summary>
    public static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9000 ? day : null;
}
