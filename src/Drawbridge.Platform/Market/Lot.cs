namespace Drawbridge.Platform.Market;

/// <summary>A volume that was bought or sold at one price, and for how long.</summary>
/// <param name="Symbol">What.</param>
/// <param name="IsBuy">Direction.</param>
/// <param name="Volume">Units of the base asset.</param>
/// <param name="EntryPrice">Price at opening.</param>
/// <param name="OpenedAt">From when.</param>
/// <param name="ClosedAt">Until when; null while it is open.</param>
internal sealed record Lot(Symbol Symbol, bool IsBuy, decimal Volume, decimal EntryPrice, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt = null)
{
    public bool IsOpenAt(DateTimeOffset time) => OpenedAt <= time && (ClosedAt is null || time < ClosedAt);
}

/// <summary>What trading does to an account at one moment, in 10^-<c>moneyDigits</c> of its currency.</summary>
/// <param name="Unrealised">Profit or loss of what is open.</param>
/// <param name="UsedMargin">Margin of what is open.</param>
internal readonly record struct AccountValue(long Unrealised, long UsedMargin);
