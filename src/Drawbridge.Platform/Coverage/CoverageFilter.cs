using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Coverage;

/// <summary>Which requirements are wanted; what is empty restricts nothing, and what nothing has finds nothing.</summary>
internal sealed record CoverageFilter(string File, string Level, string State, string Search)
{
    private const int LongestSearch = 100;

    public static CoverageFilter Of(IQueryCollection query)
    {
        var search = query["search"].ToString().Trim();
        return new(query["file"].ToString(), query["level"].ToString(), query["state"].ToString(), search.Length > LongestSearch ? search[..LongestSearch] : search);
    }

    public bool IsEmpty => this is { File: "", Level: "", State: "", Search: "" };

    public bool Matches(CoverageRow row) =>
        (File.Length == 0 || row.File == File)
        && (Level.Length == 0 || row.Level == Level)
        && (State.Length == 0 || row.State == State)
        && (Search.Length == 0 || row.Id.Contains(Search, StringComparison.OrdinalIgnoreCase) || row.Statement.Contains(Search, StringComparison.OrdinalIgnoreCase));
}
