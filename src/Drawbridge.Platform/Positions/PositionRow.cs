using Drawbridge.Platform.Market;

namespace Drawbridge.Platform.Positions;

/// <summary>An open position as stored.</summary>
internal class PositionRow
{
    private const decimal PriceScale = 100_000;
    private const decimal VolumeScale = 100;

    public long PositionId { get; init; }

    public long Login { get; init; }

    public string Symbol { get; init; } = "";

    public string Direction { get; init; } = "";

    public long Volume { get; init; }

    public long EntryPrice { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null when the symbol is not traded any more.</summary>
    public virtual Lot? ToLot() => ToLot(closedAt: null);

    public static long PriceUnits(decimal price) => (long)decimal.Round(price * PriceScale);

    public static long VolumeUnits(decimal volume) => (long)decimal.Round(volume * VolumeScale);

    public static decimal PriceOf(long units) => units / PriceScale;

    public static decimal VolumeOf(long units) => units / VolumeScale;

    protected Lot? ToLot(DateTimeOffset? closedAt) => Symbols.Find(Symbol) is { } symbol
        ? new(symbol, Direction == "BUY", VolumeOf(Volume), PriceOf(EntryPrice), OpenedAt, closedAt)
        : null;
}

/// <summary>A closing deal as stored: what was closed, and for how much.</summary>
internal sealed class DealRow : PositionRow
{
    public long DealId { get; init; }

    public long ClosePrice { get; init; }

    /// <summary>USD cents.</summary>
    public long Commission { get; init; }

    /// <summary>USD cents.</summary>
    public long Swap { get; init; }

    /// <summary>What the deal did to the balance.</summary>
    public long Pnl { get; init; }

    public DateTimeOffset ClosedAt { get; init; }

    public override Lot? ToLot() => ToLot(ClosedAt);
}

/// <summary>A row of a report: the position or deal, and what of its account is needed.</summary>
internal sealed record ReportRow<T>(T Row, Traders.TraderRow Trader);
