namespace Drawbridge.Broker.Partners.Reports.Counting;

/// <summary>Where facts are written, and which of its columns say when they happened.</summary>
/// <param name="Number">Is stored.</param>
/// <param name="Table">The table; its rows have numbers that grow.</param>
/// <param name="At">When it happened.</param>
/// <param name="Until">Until when the fact changes what others mean, such as whose trader somebody was; else the same column.</param>
internal sealed record FigureSource(int Number, string Table, string At, string Until)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FigureSource> All { get; } =
    [
        new(1, "partner_clicks", "occurred_at", "occurred_at"),
        new(2, "attribution_spans", "from_at", "recorded_at"),
        new(3, "partner_deposits", "occurred_at", "occurred_at"),
        new(4, "partner_trades", "closed_at", "closed_at"),
        new(5, "partner_rewards", "occurred_at", "occurred_at"),
        new(6, "partner_moves", "from_at", "from_at"),
    ];
}
