namespace Drawbridge.Broker.Payments;

/// <summary>What can happen to a payment.</summary>
internal enum PaymentEvent
{
    /// <summary>The provider said where the trader pays.</summary>
    PayerAsked,

    /// <summary>The provider has the trader's money for good.</summary>
    ProviderConfirmed,

    /// <summary>The provider did not take the trader's money.</summary>
    ProviderDeclined,

    /// <summary>The trader did not pay in time.</summary>
    ProviderExpired,

    /// <summary>The provider has other money of the trader than was asked for.</summary>
    ProviderMismatched,

    /// <summary>The trader does not want it any more.</summary>
    CancelledByTrader,

    /// <summary>A person agreed.</summary>
    Approved,

    /// <summary>A person did not agree.</summary>
    Rejected,

    /// <summary>Call 3.5 is about to be made.</summary>
    SendBegun,

    /// <summary>The platform did it and said so.</summary>
    PlatformApplied,

    /// <summary>The platform said no: nothing happened.</summary>
    PlatformRefused,

    /// <summary>The platform cannot have got it.</summary>
    PlatformNotReached,

    /// <summary>The platform may have got it.</summary>
    PlatformUnknown,

    /// <summary>The balance shows that the platform did it.</summary>
    FoundApplied,

    /// <summary>The balance shows that the platform did not do it, and will not any more.</summary>
    FoundNotApplied,

    /// <summary>The provider is being told to pay out.</summary>
    PayoutBegun,

    /// <summary>The provider has paid the trader.</summary>
    PayoutConfirmed,

    /// <summary>The provider cannot pay the trader, and still has the money.</summary>
    PayoutFailed,

    /// <summary>The provider has paid the trader other money than it was told to.</summary>
    PayoutMismatched,

    /// <summary>Staff mended the reason for a refusal.</summary>
    TryAgain,
}
