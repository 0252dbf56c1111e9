namespace Drawbridge.Broker.Cashier;

/// <summary>How traders of a broker pay in and out.</summary>
public sealed record CashierSettings
{
    /// <summary>What traders choose from, in this order. None: no cashier.</summary>
    public IReadOnlyList<PaymentMethod> Methods { get; init; } = [];

    /// <summary>Withdrawals above this amount, in the account's currency, wait for a person. Null: none do. 0: all do.</summary>
    public decimal? ApproveWithdrawalsAbove { get; init; }

    /// <summary>The level of <c>Kyc</c> that a trader must have proven to withdraw. Null: none.</summary>
    public string? WithdrawalNeedsKyc { get; init; }
}

/// <summary>A way to pay.</summary>
public sealed record PaymentMethod
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>What traders read, by language; the CRM's default language must be there.</summary>
    public required IReadOnlyDictionary<string, string> Label { get; init; }

    /// <summary>Name of the payment provider behind it.</summary>
    public required string Provider { get; init; }

    /// <summary>Whether it is offered for deposits. Default true.</summary>
    public bool Deposits { get; init; } = true;

    /// <summary>Whether it is offered for withdrawals. Default true.</summary>
    public bool Withdrawals { get; init; } = true;

    /// <summary>Currencies of the accounts that it serves. Empty: all.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>Smallest amount, in the account's currency. Default 10.</summary>
    public decimal Minimum { get; init; } = 10;

    /// <summary>Largest amount, in the account's currency. Default 10,000.</summary>
    public decimal Maximum { get; init; } = 10_000;

    /// <summary>Amounts to choose with one tap.</summary>
    public IReadOnlyList<decimal> Presets { get; init; } = [100, 250, 500, 1000];

    /// <summary>Most that a trader may pay in by this method within a day, in the account's currency; null = no limit but <see cref="Maximum"/>.</summary>
    public decimal? DailyDeposits { get; init; }

    /// <summary>Most that a trader may be paid out by this method within a day; null = no limit but <see cref="Maximum"/>.</summary>
    public decimal? DailyWithdrawals { get; init; }

    /// <summary>Fee of a deposit; null = none.</summary>
    public PaymentFee? DepositFee { get; init; }

    /// <summary>Fee of a withdrawal; null = none.</summary>
    public PaymentFee? WithdrawalFee { get; init; }

    /// <summary>What differs for accounts of a currency.</summary>
    public IReadOnlyDictionary<string, CurrencyTerms> ByCurrency { get; init; } = new Dictionary<string, CurrencyTerms>(StringComparer.Ordinal);

    internal bool Serves(string currency) => Currencies.Count == 0 || Currencies.Contains(currency, StringComparer.Ordinal);
}
