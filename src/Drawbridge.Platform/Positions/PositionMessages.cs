using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Positions;

/// <summary>Body of a request to open a position.</summary>
internal sealed record OpenPositionRequest
{
    /// <summary>Account number; default is the session's first.</summary>
    public long? Login { get; init; }

    public string? Symbol { get; init; }

    /// <summary><c>BUY</c> or <c>SELL</c>.</summary>
    public string? Direction { get; init; }

    /// <summary>Units of the base asset.</summary>
    public decimal? Volume { get; init; }
}

/// <summary>An open position.</summary>
internal sealed record PositionView(long PositionId, long Login, string Symbol, string Direction, decimal Volume, decimal EntryPrice, long OpenTimestamp)
{
    public static PositionView Of(PositionRow row) => new(
        row.PositionId, row.Login, row.Symbol, row.Direction, PositionRow.VolumeOf(row.Volume), PositionRow.PriceOf(row.EntryPrice), row.OpenedAt.ToUnixTimeMilliseconds());
}

/// <summary>A closing deal. <paramref name="Pnl"/> is what it did to the balance, in the account's smallest units.</summary>
internal sealed record DealView(long DealId, long PositionId, decimal ClosePrice, decimal Volume, long Pnl);

/// <summary>An account and what is open on it, in the account's smallest units.</summary>
internal sealed record TradingView(long Login, long Balance, long Equity, long UsedMargin, long FreeMargin, IReadOnlyList<OpenPositionView> Positions);

/// <summary>An open position with the price at which it could be closed, and the profit then, after commission and swap.</summary>
internal sealed record OpenPositionView(
    long PositionId, string Symbol, string Direction, decimal Volume, decimal EntryPrice, decimal Price, long Pnl, long OpenTimestamp);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(OpenPositionRequest))]
[JsonSerializable(typeof(PositionView))]
[JsonSerializable(typeof(DealView))]
[JsonSerializable(typeof(TradingView))]
internal sealed partial class PositionJson : JsonSerializerContext;
