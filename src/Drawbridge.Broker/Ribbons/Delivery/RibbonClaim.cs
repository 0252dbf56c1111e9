namespace Drawbridge.Broker.Ribbons.Delivery;

/// <summary>A user's set that this node sends now, and nobody else.</summary>
internal sealed class RibbonClaim
{
    public long CrmId { get; init; }

    public long CtraderUserId { get; init; }

    /// <summary>Tells this claim from every other.</summary>
    public string Claim { get; init; } = "";

    /// <summary>What was planned when it was claimed.</summary>
    public byte[] PlannedHash { get; init; } = [];

    /// <summary>Which attempt this is; 1 is the first.</summary>
    public int Attempts { get; init; }

    /// <summary>JSON of the set.</summary>
    public string Ribbons { get; init; } = "";
}

/// <summary>What there is to send.</summary>
internal abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>This one.</summary>
    public sealed record Claimed(RibbonClaim Claim) : ClaimResult;

    /// <summary>Nothing now.</summary>
    public sealed record Nothing : ClaimResult;

    /// <summary>What came first holds a campaign that was taken back; it waits for its new plan.</summary>
    public sealed record Outdated : ClaimResult;
}
