using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>How an exchange ended. Each case is an answer the platform must get, so none is an exception.</summary>
internal abstract record ExchangeResult
{
    private ExchangeResult()
    {
    }

    /// <summary>The token was valid and is used up now (P2B-4.2-3..5).</summary>
    public sealed record Exchanged(long CtraderUserId, AccessToken? AccessToken, InAppToken? InAppToken) : ExchangeResult;

    /// <summary>Unknown, used, revoked, or expired so long ago that nothing is known of it (P2B-OT-9).</summary>
    public sealed record NotFound : ExchangeResult;

    /// <summary>Unused and expired (P2B-4.2-9).</summary>
    public sealed record Expired : ExchangeResult;

    /// <summary>It belongs to another broker (BID-28).</summary>
    public sealed record OtherBroker : ExchangeResult;
}
