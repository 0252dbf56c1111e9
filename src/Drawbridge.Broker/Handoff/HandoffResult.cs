using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.Handoff;

/// <summary>Who a token of the platform stands for, or why nobody is let in. Closed family.</summary>
internal abstract record HandoffResult
{
    private HandoffResult()
    {
    }

    /// <summary>The user, and the account that the token was made for.</summary>
    public sealed record Known(BrokerUser User, long TraderLogin) : HandoffResult;

    /// <summary>Unknown, expired or used (ERR-42).</summary>
    public sealed record LinkExpired : HandoffResult;

    /// <summary>Of another broker that the same manager reaches (BID-28).</summary>
    public sealed record OtherBroker : HandoffResult;

    /// <summary>The platform knows the user, the broker does not (FLOW-HANDOFF-8).</summary>
    public sealed record NotRegistered : HandoffResult;

    /// <summary>It cannot be said now. The token may be used up, or may not.</summary>
    public sealed record Away(TimeSpan? RetryAfter) : HandoffResult;

    /// <summary>The broker's own settings or data are at odds with the platform; the log says how.</summary>
    public sealed record Misconfigured : HandoffResult;
}
