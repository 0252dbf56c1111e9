namespace Drawbridge.Platform.Balances;

/// <summary>Which of an account's amounts changes.</summary>
internal enum MoneyKind
{
    /// <summary>The trader's own money.</summary>
    Balance,

    /// <summary>Bonus that the trader can never withdraw (WS-68).</summary>
    Credit,

    /// <summary>Bonus of WebServices 4.10.</summary>
    Bonus,
}

/// <summary>A change of one amount, in 10^-<c>moneyDigits</c>, with its sign.</summary>
internal sealed record MoneyChange(MoneyKind Kind, string Type, long Units)
{
    public string? ExternalId { get; init; }

    public string? Comment { get; init; }

    public string? ExternalNote { get; init; }

    public string? Source { get; init; }
}

/// <summary>A change as stored.</summary>
internal sealed class MoneyHistoryRow
{
    public long HistoryId { get; init; }

    public long Login { get; init; }

    public string Kind { get; init; } = "";

    public string Type { get; init; } = "";

    public long Amount { get; init; }

    /// <summary>The amount of that kind after the change.</summary>
    public long TotalAfter { get; init; }

    public string? ExternalId { get; init; }

    public string? Comment { get; init; }

    public string? ExternalNote { get; init; }

    public string? Source { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}
