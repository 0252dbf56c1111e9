namespace Drawbridge.Protocol.Invite;

/// <summary>Body of the webhook "attribution" (INV-13).</summary>
public sealed record AttributionRequest(long InvitedUserId, long PartnerUserId, string? BrokerPartnerId, string BrokerName);

/// <summary>Answer to the webhook "attribution" (INV-15..19).</summary>
public sealed record AttributionResponse
{
    /// <summary>The partner at the broker.</summary>
    public string? BrokerPartnerId { get; init; }

    /// <summary>One of <see cref="AttributionResult"/>.</summary>
    public string? BrokerResult { get; init; }
}

/// <summary>What a broker made of an attribution.</summary>
public static class AttributionResult
{
    /// <summary>The partner's first one: the broker made a new identifier (INV-16).</summary>
    public const string AttributedNew = "ATTRIBUTED_NEW";

    /// <summary>The broker knows the partner (INV-17).</summary>
    public const string Attributed = "ATTRIBUTED";

    /// <summary>Begun, not finished (INV-18).</summary>
    public const string Pending = "PENDING_ATTRIBUTION";

    /// <summary>The user was moved from another partner (INV-19).</summary>
    public const string Reattributed = "REATTRIBUTED";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [AttributedNew, Attributed, Pending, Reattributed];
}

/// <summary>Body of the webhook "new user" (INV-24).</summary>
public sealed record NewUserNotice(long UserId, string BrokerName, string Email, long PartnerUserId);

/// <summary>Answer to the pull of invited users (INV-32).</summary>
public sealed record InvitedUsersResponse(IReadOnlyList<InvitedUser> InvitedUsers);

/// <summary>An invited user.</summary>
public sealed record InvitedUser(long InvitedUserId, long PartnerUserId, string? BrokerPartnerId, string? BrokerName, long CreateTimestamp);

/// <summary>Answer to the pull of users (INV-34).</summary>
public sealed record PlatformUsersResponse(IReadOnlyList<PlatformUser> Users);

/// <summary>A user of the platform.</summary>
public sealed record PlatformUser(long UserId, string Email, string BrokerName, long UtcCreateTimestamp);
