using Drawbridge.Broker.Payments;

namespace Drawbridge.Broker.Cashier;

/// <summary>What differs for accounts of one currency; what is absent is as for all others.</summary>
public sealed record CurrencyTerms
{
    /// <summary>Smallest amount.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest amount.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Amounts to choose with one tap.</summary>
    public IReadOnlyList<decimal>? Presets { get; init; }

    /// <summary>Most that a trader may pay in by this method within a day.</summary>
    public decimal? DailyDeposits { get; init; }

    /// <summary>Most that a trader may be paid out by this method within a day.</summary>
    public decimal? DailyWithdrawals { get; init; }

    /// <summary>Fee of a deposit.</summary>
    public PaymentFee? DepositFee { get; init; }

    /// <summary>Fee of a withdrawal.</summary>
    public PaymentFee? WithdrawalFee { get; init; }
}

/// <summary>What holds for one account, way to pay and direction.</summary>
internal sealed record MethodTerms(decimal Minimum, decimal Maximum, IReadOnlyList<decimal> Presets, decimal? Daily, PaymentFee? Fee)
{
    public static MethodTerms Of(PaymentMethod method, PaymentKind kind, string currency)
    {
        var own = method.ByCurrency.GetValueOrDefault(currency) ?? new();
        var deposit = kind == PaymentKind.Deposit;
        return new(
            own.Minimum ?? method.Minimum,
            own.Maximum ?? method.Maximum,
            own.Presets ?? method.Presets,
            deposit ? own.DailyDeposits ?? method.DailyDeposits : own.DailyWithdrawals ?? method.DailyWithdrawals,
            deposit ? own.DepositFee ?? method.DepositFee : own.WithdrawalFee ?? method.WithdrawalFee);
    }
}
