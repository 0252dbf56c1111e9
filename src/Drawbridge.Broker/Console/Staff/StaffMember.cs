namespace Drawbridge.Broker.Console.Staff;

/// <summary>A member of staff as stored.</summary>
internal sealed class StaffMember
{
    public long Id { get; init; }

    public long CrmId { get; init; }

    public string Email { get; init; } = "";

    public string Name { get; init; } = "";

    public string PasswordHash { get; init; } = "";

    /// <summary>Until when a password that somebody else set is good; null for an own one.</summary>
    public DateTimeOffset? TemporaryUntil { get; init; }

    public StaffRoles Roles { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>The brokers that they are limited to; none: all of the CRM.</summary>
    public IReadOnlyList<long> BrokerIds { get; set; } = [];
}

/// <summary>A member of staff to add.</summary>
internal sealed record NewStaff(
    long CrmId, string Email, string Name, string PasswordHash, DateTimeOffset? TemporaryUntil, StaffRoles Roles, IReadOnlyList<long> BrokerIds);
