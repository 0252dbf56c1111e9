namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>The plans of one broker over time: which version counts for a partner's traders at a time.</summary>
internal sealed class RewardPlans
{
    private readonly ILookup<long, RewardPlanVersion> _versions;
    private readonly Dictionary<long, List<RewardAssignment>> _ofPartners;
    private readonly List<RewardAssignment> _ofAll;

    public RewardPlans(IEnumerable<RewardPlanVersion> versions, IEnumerable<RewardAssignment> assignments)
    {
        // The latest first: a later one counts in the place of an earlier one, also from the same time on.
        _versions = versions.OrderByDescending(static version => version.From).ThenByDescending(static version => version.Number).ToLookup(static version => version.PlanId);
        var ordered = assignments.OrderByDescending(static one => one.From).ThenByDescending(static one => one.Id).ToList();
        _ofAll = [.. ordered.Where(static one => one.PartnerId is null)];
        _ofPartners = ordered.Where(static one => one.PartnerId is not null).GroupBy(static one => one.PartnerId!.Value).ToDictionary(static group => group.Key, static group => group.ToList());
    }

    /// <summary>What counts of the versions of one plan; null = nothing yet. One from a later time on goes before one that was written down later.</summary>
    public static RewardPlanVersion? CurrentOf(IEnumerable<RewardPlanVersion> versions, DateTimeOffset at) =>
        versions.Where(version => version.From <= at).OrderByDescending(static version => version.From).ThenByDescending(static version => version.Number).FirstOrDefault();

    /// <summary>Since when anybody can earn; null = nobody ever had a plan.</summary>
    public DateTimeOffset? Begin => _ofAll.Concat(_ofPartners.Values.SelectMany(static one => one)).Where(static one => one.PlanId is not null).Select(static one => (DateTimeOffset?)one.From).Min();

    /// <summary>The version that counts for what the traders of a partner do; null = there is none.</summary>
    public RewardPlanVersion? Find(long partnerId, DateTimeOffset at) => PlanOf(partnerId, at) is { } plan ? _versions[plan].FirstOrDefault(version => version.From <= at) : null;

    /// <summary>The plan of a partner: its own, else that of all.</summary>
    public long? PlanOf(long partnerId, DateTimeOffset at) =>
        (_ofPartners.TryGetValue(partnerId, out var own) ? own.FirstOrDefault(one => one.From <= at)?.PlanId : null) ?? _ofAll.FirstOrDefault(one => one.From <= at)?.PlanId;
}
