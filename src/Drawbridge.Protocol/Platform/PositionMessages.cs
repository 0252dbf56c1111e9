using System.Text.Json.Serialization;
using Drawbridge.Protocol.Values;

namespace Drawbridge.Protocol.Platform;

/// <summary>What the reports on positions have in common (WS-74..76). A column whose name the platform has otherwise is null.</summary>
public abstract record Position
{
    /// <summary>Account number.</summary>
    public long Login { get; init; }

    /// <summary>Number of the position. Closed ones repeat it, once for each closing deal (WS-77).</summary>
    public long PositionId { get; init; }

    /// <summary>When it was opened.</summary>
    [JsonConverter(typeof(PlatformTimeConverter))]
    public DateTimeOffset? OpenTimestamp { get; init; }

    /// <summary>Price of opening; of a closed one the volume-weighted price of the closed part.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? EntryPrice { get; init; }

    /// <summary><c>BUY</c> or <c>SELL</c>.</summary>
    public string? Direction { get; init; }

    /// <summary>In units of the base asset.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? Volume { get; init; }

    /// <summary>What is traded, such as <c>EURUSD</c>.</summary>
    public string? Symbol { get; init; }

    /// <summary>In USD.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? Commission { get; init; }

    /// <summary>In USD.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? Swap { get; init; }

    /// <summary><c>BOOK_A</c> or <c>BOOK_B</c>.</summary>
    public string? BookType { get; init; }

    /// <summary>What one point is worth, in the deposit currency; for spread bets.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? Stake { get; init; }

    /// <summary>Whether it is a spread bet.</summary>
    public bool? SpreadBetting { get; init; }
}

/// <summary>A row of WebServices 4.12 (WS-74).</summary>
public sealed record OpenPosition : Position
{
    /// <summary>In the deposit currency.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? UsedMargin { get; init; }
}

/// <summary>A row of WebServices 4.13: one closing deal (WS-75).</summary>
public sealed record ClosedPosition : Position
{
    /// <summary>Number of the closing deal.</summary>
    public long? DealId { get; init; }

    /// <summary>When the deal was made.</summary>
    [JsonConverter(typeof(PlatformTimeConverter))]
    public DateTimeOffset? CloseTimestamp { get; init; }

    /// <summary>Price of closing.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? ClosePrice { get; init; }

    /// <summary>Profit or loss, in the deposit currency.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? Pnl { get; init; }

    /// <summary>From the quote asset to the deposit currency.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? DepositConversionRate { get; init; }

    /// <summary>From the quote asset to USD.</summary>
    [JsonConverter(typeof(ExactDecimalConverter))]
    public decimal? UsdConversionRate { get; init; }
}
