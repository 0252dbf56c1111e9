namespace Drawbridge.Broker.Sessions;

/// <summary>A session as stored.</summary>
internal sealed class SessionRow
{
    public long UserId { get; init; }

    /// <summary>Whether "Keep me logged in" was chosen at this login (FLOW-KMLI-4).</summary>
    public bool Kept { get; init; }

    /// <summary>What it was begun with, for its owner to recognise; null when that is unknown.</summary>
    public string? Device { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>End whatever happens.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
