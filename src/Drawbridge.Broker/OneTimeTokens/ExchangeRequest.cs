using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>One exchange, as the store is asked for it.</summary>
/// <param name="Token">The OT token.</param>
/// <param name="BrokerId">The only broker whose token it may be.</param>
/// <param name="AccessToken">Fingerprint of the access token to issue if the user chose to be kept logged in.</param>
/// <param name="AccessTokenExpiresAt">When that would end, null = never (P2B-AT-4).</param>
/// <param name="InAppToken">Fingerprint of the inappToken to issue, null = none (P2B-IT-1).</param>
/// <param name="InAppTokenExpiresAt">When that would end.</param>
internal sealed record ExchangeRequest(
    TokenFingerprint Token,
    long BrokerId,
    TokenFingerprint AccessToken,
    DateTimeOffset? AccessTokenExpiresAt,
    TokenFingerprint? InAppToken,
    DateTimeOffset InAppTokenExpiresAt);

/// <summary>What the store did.</summary>
internal readonly record struct ExchangeOutcome
{
    /// <summary>The token was consumed by this request, and the tokens asked for were issued with it.</summary>
    public bool Consumed { get; init; }

    /// <summary>Our user, when consumed for a screen of ours; 0 in call 4.2, which does not need it.</summary>
    public long UserId { get; init; }

    /// <summary>The user, when consumed.</summary>
    public long CtraderUserId { get; init; }

    /// <summary>An access token was issued.</summary>
    public bool AccessTokenIssued { get; init; }

    /// <summary>When not consumed: the broker of the token, null when there is no such token.</summary>
    public long? BrokerId { get; init; }

    /// <summary>When not consumed: it was used before, or by somebody else at this moment.</summary>
    public bool Used { get; init; }

    /// <summary>When not consumed: it was revoked.</summary>
    public bool Revoked { get; init; }
}
