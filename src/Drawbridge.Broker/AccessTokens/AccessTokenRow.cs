namespace Drawbridge.Broker.AccessTokens;

/// <summary>A stored access token.</summary>
internal sealed record AccessTokenRow
{
    /// <summary>The broker it belongs to.</summary>
    public long BrokerId { get; init; }

    /// <summary>Our user.</summary>
    public long UserId { get; init; }

    /// <summary><c>userId</c> on the platform.</summary>
    public long CtraderUserId { get; init; }

    /// <summary>When it ends, null = never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it was revoked.</summary>
    public bool Revoked { get; init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last validated, as coarse as <see cref="AccessTokenUse"/> writes it down; null = not since it was issued.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Since when it lies idle.</summary>
    public DateTimeOffset IdleSince => LastUsedAt ?? CreatedAt;
}
