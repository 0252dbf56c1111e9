using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>One new OT token, as the store is asked for it (P2B-OT-8).</summary>
internal sealed record GenerateRequest(
    TokenFingerprint Token,
    long BrokerId,
    long CtraderUserId,
    OneTimeTokenPurpose Purpose,
    bool KeepLoggedIn,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt);

/// <summary>What the store did.</summary>
/// <param name="UserId">Our user, null when the broker has no such user or blocked them; nothing was stored then.</param>
internal readonly record struct GenerateOutcome(long? UserId);
