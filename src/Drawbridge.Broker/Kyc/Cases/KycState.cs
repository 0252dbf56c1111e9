namespace Drawbridge.Broker.Kyc.Cases;

/// <summary>Where a verification is. The numbers are stored.</summary>
internal enum KycState
{
    /// <summary>The trader fills it in.</summary>
    Draft = 1,

    /// <summary>The trader has sent it.</summary>
    Submitted = 2,

    /// <summary>Somebody looks at it.</summary>
    InReview = 3,

    /// <summary>The trader has proven it.</summary>
    Approved = 4,

    /// <summary>Something has to be done again.</summary>
    Rejected = 5,

    /// <summary>It was proven, and has to be proven anew.</summary>
    Expired = 6,
}

/// <summary>What can happen to a verification.</summary>
internal enum KycEvent
{
    /// <summary>The trader sends it off.</summary>
    Submit,

    /// <summary>The trader takes it back before anybody looks at it.</summary>
    Withdraw,

    /// <summary>Somebody begins to look at it.</summary>
    BeginReview,

    /// <summary>It is good.</summary>
    Approve,

    /// <summary>It is not good enough.</summary>
    Reject,

    /// <summary>What was decided is not good enough any more.</summary>
    AskAgain,

    /// <summary>The approval has run out.</summary>
    Expire,
}

/// <summary>The one table of what may follow on what.</summary>
internal static class KycMachine
{
    /// <summary>The state that follows, or null when the event changes nothing: it came twice, too late, or does not belong here.</summary>
    public static KycState? Next(KycState state, KycEvent what) => (state, what) switch
    {
        (KycState.Draft or KycState.Rejected, KycEvent.Submit) => KycState.Submitted,
        (KycState.Submitted, KycEvent.Withdraw) => KycState.Draft,
        (KycState.Submitted, KycEvent.BeginReview) => KycState.InReview,
        (KycState.Submitted or KycState.InReview, KycEvent.Approve) => KycState.Approved,
        (KycState.Submitted or KycState.InReview, KycEvent.Reject) => KycState.Rejected,
        (KycState.Approved, KycEvent.AskAgain) => KycState.Rejected,
        (KycState.Approved, KycEvent.Expire) => KycState.Expired,
        _ => null,
    };

    /// <summary>Whether the trader may change what is in it.</summary>
    public static bool IsOpen(KycState state) => state is KycState.Draft or KycState.Rejected;

    /// <summary>A state as the CRM reads it.</summary>
    public static string NameOf(KycState state) => state == KycState.InReview ? "in_review" : state.ToString().ToLowerInvariant();
}
