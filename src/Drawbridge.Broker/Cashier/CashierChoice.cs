using System.Globalization;
using Drawbridge.Broker.Payments;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Cashier;

/// <summary>A way to pay and an amount that fit the account, with the fee.</summary>
internal sealed record CashierChoice(PaymentMethod Method, MethodTerms Terms, MoneyAmount Amount, long FeeUnits)
{
    public FeeBearer Bearer => Terms.Fee?.PaidBy ?? FeeBearer.Trader;

    /// <summary>Whether the trader has to see the fee first.</summary>
    public bool NeedsConfirming => FeeUnits > 0 && Bearer == FeeBearer.Trader;

    /// <summary>What the trader agreed to: a fee that was changed meanwhile is shown again.</summary>
    public string ConfirmedFee => FeeUnits.ToString(CultureInfo.InvariantCulture);

    public MoneyAmount Fee => new(FeeUnits, Amount.Digits);

    /// <summary>Most within a day, in the units of the amount.</summary>
    public long? DailyUnits => Terms.Daily is not { } daily ? null
        : MoneyAmount.TryFromDecimal(decimal.Round(daily, Amount.Digits, MidpointRounding.ToZero), Amount.Digits, out var limit) ? limit.Units : null;

    /// <summary>What the trader pays in or is paid out.</summary>
    public MoneyAmount AtProvider(PaymentKind kind) =>
        new(Bearer == FeeBearer.Broker ? Amount.Units : kind == PaymentKind.Deposit ? Amount.Units + FeeUnits : Amount.Units - FeeUnits, Amount.Digits);
}
