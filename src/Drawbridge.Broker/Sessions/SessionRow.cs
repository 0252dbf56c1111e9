namespace Drawbridge.Broker.Sessions;

/// <summary>A session as stored.</summary>
internal sealed class SessionRow
{
    public long UserId { get; init; }

    /// <summary>Whether "Keep me logged in" was chosen at this login (FLOW-KMLI-4).</summary>
    public bool Kept { get; init; }

    /// <summary>What it was begun with, for its owner to recognise; null when that is unknown.</summary>
    public string? Device { get; init; }

    /// <summary>When the user last proved who he is; null = not in this session.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>When that was with a second factor or a passkey; null = not in this session.</summary>
    public DateTimeOffset? FactorAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>End whatever happens.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
