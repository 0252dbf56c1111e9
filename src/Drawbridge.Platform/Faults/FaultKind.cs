namespace Drawbridge.Platform.Faults;

/// <summary>What can go wrong.</summary>
internal static class FaultKind
{
    /// <summary>The call takes longer.</summary>
    public const string Latency = "latency";

    /// <summary>A refusal, and nothing else happens.</summary>
    public const string Error = "error";

    /// <summary>The connection closes before anything has happened.</summary>
    public const string DropBefore = "drop-before";

    /// <summary>The connection closes after everything has happened, before the answer.</summary>
    public const string DropAfter = "drop-after";

    /// <summary>The answer is broken off, so that it is not what it says it is.</summary>
    public const string Malformed = "malformed";

    /// <summary>The platform sends a <c>crmApiToken</c> that the CRM does not take (any more).</summary>
    public const string ExpiredCrmToken = "expired-crm-token";

    /// <summary>The platform sends an OT token for the second time.</summary>
    public const string ReplayedToken = "replayed-token";

    /// <summary>The platform sends the token of another user.</summary>
    public const string SwappedToken = "swapped-token";

    public static readonly IReadOnlyList<string> All = [Latency, Error, DropBefore, DropAfter, Malformed, ExpiredCrmToken, ReplayedToken, SwappedToken];

    /// <summary>Whether it can befall a call of that number in the specification, or any call of a broker (null).</summary>
    public static bool FitsOutgoing(string kind, string? call) => kind switch
    {
        ExpiredCrmToken => call is "4.2" or "4.3" or "4.4" or "4.5",
        ReplayedToken => call is "4.2",
        SwappedToken => call is "4.3" or "4.4" or "4.5",
        _ => true,
    };

    /// <summary>Whether it can befall a call of a broker.</summary>
    public static bool FitsIncoming(string kind) => kind is not (ExpiredCrmToken or ReplayedToken or SwappedToken);
}
