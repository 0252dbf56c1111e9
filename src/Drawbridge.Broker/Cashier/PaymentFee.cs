using Drawbridge.Broker.Payments;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Cashier;

/// <summary>The fee of a way to pay: a fixed part and a share of the amount, within bounds. All but the share is in the account's currency.</summary>
public sealed record PaymentFee
{
    /// <summary>Whatever the amount. Default none.</summary>
    public decimal Fixed { get; init; }

    /// <summary>Of the amount, in percent: 1.5 is 1.5 %. Default none.</summary>
    public decimal Percent { get; init; }

    /// <summary>The fee is at least this. Default no bound.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The fee is at most this. Default no bound.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Who pays it. Default the trader: on top of a deposit, out of a withdrawal.</summary>
    public FeeBearer PaidBy { get; init; } = FeeBearer.Trader;

    /// <summary>
    /// The fee of an amount, in the amount's units. Computed exactly and rounded once, at the end, half away from zero to the account's digits.
    /// </summary>
    internal long UnitsFor(MoneyAmount amount)
    {
        var fee = Fixed + (amount.ToDecimal() * Percent / 100m);
        fee = Math.Min(Math.Max(fee, Minimum ?? 0), Maximum ?? decimal.MaxValue);
        var rounded = decimal.Round(fee, amount.Digits, MidpointRounding.AwayFromZero);
        return MoneyAmount.TryFromDecimal(rounded, amount.Digits, out var units) ? units.Units : throw new OverflowException("A fee is too large.");
    }
}
