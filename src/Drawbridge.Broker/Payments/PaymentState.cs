namespace Drawbridge.Broker.Payments;

/// <summary>Which way the money goes. The numbers are stored.</summary>
internal enum PaymentKind
{
    /// <summary>From the trader to the account.</summary>
    Deposit = 1,

    /// <summary>From the account to the trader.</summary>
    Withdrawal = 2,
}

/// <summary>Where a payment is. The numbers are stored.</summary>
internal enum PaymentState
{
    /// <summary>Deposit: chosen, and the provider has to be asked where the trader pays.</summary>
    Created = 1,

    /// <summary>Deposit: the trader is to pay at the provider.</summary>
    AwaitingPayer = 2,

    /// <summary>Deposit: the provider has the money for good; the account is to get it.</summary>
    Confirmed = 3,

    /// <summary>Deposit: call 3.5 is being made.</summary>
    Crediting = 4,

    /// <summary>Deposit: call 3.5 was made, and nobody knows whether it arrived.</summary>
    CreditUnknown = 5,

    /// <summary>Deposit: the platform refuses it; staff has to help.</summary>
    CreditRefused = 6,

    /// <summary>Deposit: the account has it.</summary>
    Credited = 7,

    /// <summary>Deposit: the provider has other money than was asked for; a person has to decide.</summary>
    Disputed = 8,

    /// <summary>Withdrawal: a person has to agree.</summary>
    AwaitingApproval = 10,

    /// <summary>Withdrawal: the account is to give it.</summary>
    DebitDue = 11,

    /// <summary>Withdrawal: call 3.5 is being made.</summary>
    Debiting = 12,

    /// <summary>Withdrawal: call 3.5 was made, and nobody knows whether it arrived.</summary>
    DebitUnknown = 13,

    /// <summary>Withdrawal: the account has given it; the provider is to pay it out.</summary>
    PayoutDue = 14,

    /// <summary>Withdrawal: the provider was told.</summary>
    PayingOut = 15,

    /// <summary>Withdrawal: the trader has it.</summary>
    PaidOut = 16,

    /// <summary>Withdrawal: the provider could not pay it out; the account is to get it back.</summary>
    RefundDue = 17,

    /// <summary>Withdrawal: call 3.5 is being made to give it back.</summary>
    Refunding = 18,

    /// <summary>Withdrawal: that call was made, and nobody knows whether it arrived.</summary>
    RefundUnknown = 19,

    /// <summary>Withdrawal: the platform refuses to take it back; staff has to help.</summary>
    RefundRefused = 20,

    /// <summary>Withdrawal: the account has it back.</summary>
    Refunded = 21,

    /// <summary>Withdrawal: the provider has paid out other money than it was told to; a person has to decide.</summary>
    PayoutDisputed = 22,

    /// <summary>The provider, the platform or staff said no before any money moved.</summary>
    Declined = 30,

    /// <summary>Nobody paid in time.</summary>
    Expired = 31,

    /// <summary>The trader took it back before any money moved.</summary>
    Cancelled = 32,
}
