namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>Where an OT token is in its short life.</summary>
internal sealed class OneTimeTokenState
{
    /// <summary>When it was exchanged; null = it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>When it was taken back; null = it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
