using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Platform.Positions;

/// <summary>A report as CSV, or as JSON for who asks for it (WS-79).</summary>
internal static class ReportAnswer
{
    private static readonly PlatformFault NotWritten = new(PlatformErrorCode.InvalidRequest, "No accepted type is written here.", Status: 406);

    public static IResult Of<T>(HttpRequest request, IReadOnlyList<ReportColumn<T>> columns, IReadOnlyList<T> rows) => WantsJson(request) switch
    {
        true => Results.Bytes(PositionReport.Json(columns, rows), "application/json; charset=utf-8"), // WS-8
        false => Results.Bytes(PositionReport.Csv(columns, rows), "text/csv; charset=utf-8"),
        null => Answer.Refuse(NotWritten),
    };

    /// <summary>Null when neither is accepted. XML is not written here, but who asks for it gets CSV, as does who asks for nothing.</summary>
    private static bool? WantsJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return false;
        }

        var json = Quality(accepted, "json");
        var csv = Math.Max(Quality(accepted, "csv"), Quality(accepted, "xml"));
        var isJsonNamed = accepted.Any(static entry => Specificity(entry, "json") == 3);
        return (json, csv) switch
        {
            (0, 0) => null,
            _ when json == csv => isJsonNamed && Specificity(accepted[0], "json") == 3,
            _ => json > csv,
        };
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string subType) => accepted
        .Select(entry => (Specificity: Specificity(entry, subType), Weight: entry.Quality ?? 1))
        .Where(static entry => entry.Specificity > 0)
        .OrderByDescending(static entry => entry.Specificity)
        .ThenByDescending(static entry => entry.Weight)
        .FirstOrDefault().Weight;

    private static int Specificity(MediaTypeHeaderValue entry, string subType)
    {
        if (entry.MatchesAllTypes)
        {
            return 1;
        }

        var isFamily = entry.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
            || (subType != "csv" && entry.Type.Equals("application", StringComparison.OrdinalIgnoreCase));
        return !isFamily ? 0 : entry.MatchesAllSubTypes ? 2 : entry.SubType.Equals(subType, StringComparison.OrdinalIgnoreCase) ? 3 : 0;
    }
}
