using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Payments;

/// <summary>A deposit or withdrawal as stored.</summary>
internal sealed record Payment
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }

    public PaymentKind Kind { get; init; }

    /// <summary>Our number of it: <c>D-</c> or <c>W-</c> and 16 characters.</summary>
    public string Reference { get; init; } = "";

    public long TraderLogin { get; init; }

    public string Currency { get; init; } = "";

    public int MoneyDigits { get; init; }

    /// <summary>Above zero, in 10^-<see cref="MoneyDigits"/>.</summary>
    public long Amount { get; init; }

    /// <summary>In the same units; not part of <see cref="Amount"/>.</summary>
    public long Fee { get; init; }

    public FeeBearer FeeBearer { get; init; }

    /// <summary>Whose money it is.</summary>
    public PaymentSource Source { get; init; } = PaymentSource.Cashier;

    public string Method { get; init; } = "";

    public string Provider { get; init; } = "";

    public string? ProviderReference { get; init; }

    /// <summary>Where the provider sends the trader back to, without the reference; null when there is no screen.</summary>
    public string? ReturnUrl { get; init; }

    public PaymentState State { get; init; }

    public int Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether a trader has paid money in.</summary>
    public bool IsDeposit => this is { Kind: PaymentKind.Deposit, Source: PaymentSource.Cashier };

    /// <summary>What the account gets or gives: never changed by a fee.</summary>
    public MoneyAmount Money => new(Amount, MoneyDigits);

    /// <summary>What the trader pays in or is paid out at the provider: the amount, and the trader's fee on top of a deposit or taken from a withdrawal.</summary>
    public MoneyAmount AtProvider => new(
        FeeBearer == FeeBearer.Broker ? Amount : Kind == PaymentKind.Deposit ? Amount + Fee : Amount - Fee, MoneyDigits);
}

/// <summary>A payment to begin.</summary>
internal sealed record NewPayment(
    long BrokerId, long UserId, PaymentKind Kind, long TraderLogin, string Currency, MoneyAmount Amount, string Method, string Provider, PaymentState State,
    string SubmissionKey)
{
    /// <summary>In the units of the amount.</summary>
    public long Fee { get; init; }

    public FeeBearer FeeBearer { get; init; } = FeeBearer.Trader;

    public PaymentSource Source { get; init; } = PaymentSource.Cashier;

    /// <summary>Where the provider sends the trader back to, without the reference.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Most that the user may move this way by this method within a day, in the units of the amount; null = no limit.</summary>
    public long? DailyLimit { get; init; }
}

/// <summary>Whose money a payment is. The numbers are stored.</summary>
internal enum PaymentSource
{
    /// <summary>The trader's own, by a provider: what counts as a deposit or a withdrawal wherever such are counted.</summary>
    Cashier = 1,

    /// <summary>The broker's: what a partner has earned, paid by a statement. It is no deposit of anybody.</summary>
    PartnerReward = 2,
}

/// <summary>Why money moves on an account. The numbers are stored.</summary>
internal enum MovementPurpose
{
    Credit = 1,
    Debit = 2,
    Refund = 3,
}

/// <summary>What became of a call 3.5. The numbers are stored.</summary>
internal enum MovementStatus
{
    UnderWay = 1,
    Unknown = 2,
    Applied = 3,
    DidNotHappen = 4,
}

/// <summary>A call 3.5 as stored.</summary>
internal sealed class Movement
{
    public long Id { get; init; }

    public MovementPurpose Purpose { get; init; }

    /// <summary>What it does to the balance.</summary>
    public long Amount { get; init; }

    /// <summary>The account's balance while this movement was open and before it was sent; null while nothing has been sent.</summary>
    public long? BalanceBefore { get; init; }

    public MovementStatus Status { get; init; }

    public DateTimeOffset SentAt { get; init; }
}
