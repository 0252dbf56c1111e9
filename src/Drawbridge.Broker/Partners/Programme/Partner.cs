namespace Drawbridge.Broker.Partners.Programme;

/// <summary>A partner of one broker: an introducing broker or affiliate whose traders are listed (INV-2).</summary>
internal sealed record Partner
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    /// <summary>The user who is the partner; null while only the platform knows the person (INV-20).</summary>
    public long? UserId { get; init; }

    /// <summary>The platform's <c>userId</c> of a person who is no user here; else null.</summary>
    public long? CtraderUserId { get; init; }

    /// <summary>The account that is the partner; null = the user (FLOW-ATTR1-2).</summary>
    public long? AccountId { get; init; }

    /// <summary><c>partnerId</c>, compared exactly (INV-7, DEC-27).</summary>
    public required string Identifier { get; init; }

    /// <summary>What people call the partner.</summary>
    public required string Name { get; init; }

    public PartnerStatus Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    public string? Reason { get; init; }

    /// <summary>The identifier that the platform has, as far as is known; null = none.</summary>
    public string? ToldIdentifier { get; init; }

    public DateTimeOffset? ToldAt { get; init; }
}
