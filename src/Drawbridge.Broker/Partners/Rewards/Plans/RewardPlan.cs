namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>A plan of one broker by which partners earn.</summary>
internal sealed record RewardPlan
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    /// <summary>What the broker calls it; each name once.</summary>
    public string Name { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when nobody new gets it; those who have it keep it.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}

/// <summary>What a plan pays from a time on; until the next version holds.</summary>
/// <param name="Id">Number of the version among all.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Number">Number among those of the plan, from 1 on.</param>
/// <param name="Terms">What it pays.</param>
/// <param name="From">Since when; never before it was written down, so that what was earned before stays.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="RecordedBy">Who wrote it.</param>
internal sealed record RewardPlanVersion(long Id, long PlanId, int Number, RewardTerms Terms, DateTimeOffset From, DateTimeOffset RecordedAt, string RecordedBy);

/// <summary>A plan as it stands.</summary>
/// <param name="Plan">Which.</param>
/// <param name="Current">What counts now; null = nothing yet.</param>
/// <param name="IsDefault">Whether all partners have it who have none of their own.</param>
internal sealed record RewardPlanOverview(RewardPlan Plan, RewardPlanVersion? Current, bool IsDefault);

/// <summary>From a time on somebody has a plan.</summary>
/// <param name="Id">Number; of two from the same time on the higher one counts.</param>
/// <param name="PartnerId">The partner; null = all who have none of their own.</param>
/// <param name="PlanId">The plan; null = none, of a partner: as all others.</param>
/// <param name="From">Since when; never before it was written down.</param>
internal sealed record RewardAssignment(long Id, long? PartnerId, long? PlanId, DateTimeOffset From);
