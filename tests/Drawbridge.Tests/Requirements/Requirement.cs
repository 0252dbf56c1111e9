namespace Drawbridge.Tests.Requirements;

internal enum Level
{
    Must,
    Should,
    May,

    /// <summary>A row of <c>decisions.md</c>: it may be cited, and nothing follows from it directly.</summary>
    Decision,
}

/// <summary>One row of a table in <c>docs/protocol</c>.</summary>
internal sealed record Requirement(string Id, Level Level, string File)
{
    /// <summary>What stands before the number: <c>P2B-4.2</c> of <c>P2B-4.2-7</c>.</summary>
    public string Area => Id[..Id.LastIndexOf('-')];

    public int Number => int.Parse(Id.AsSpan(Id.LastIndexOf('-') + 1), provider: null);

    /// <summary>A conformance test proves other rows; nothing in src can enforce it.</summary>
    public bool IsConformanceTest => Id.StartsWith("CONF-", StringComparison.Ordinal);
}
