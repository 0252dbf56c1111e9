using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Tree;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>From a time on a partner has a status.</summary>
internal sealed record StatusChange(long PartnerId, PartnerStatus Status, DateTimeOffset FromAt);

/// <summary>Who a partner is.</summary>
internal sealed record KnownPartner(long Id, long? UserId, PartnerStatus Status);

/// <summary>
/// Everything but the facts that rewards of one broker depend on, as of any time up to <paramref name="readAt"/>: plans, tree, who was active, rules.
/// </summary>
/// <param name="plans">Plans over time.</param>
/// <param name="tree">The tree over time.</param>
/// <param name="partners">The partners.</param>
/// <param name="statuses">Their statuses over time.</param>
/// <param name="rules">Rules of attribution over time.</param>
/// <param name="readAt">When it was read: facts that happened later need another one.</param>
internal sealed class RewardPeople(
    RewardPlans plans, PartnerTree tree, IEnumerable<KnownPartner> partners, IEnumerable<StatusChange> statuses, IEnumerable<AttributionRulesVersion> rules, DateTimeOffset readAt)
{
    private readonly Dictionary<long, KnownPartner> _partners = partners.ToDictionary(static partner => partner.Id);
    private readonly Dictionary<long, List<StatusChange>> _statuses = statuses.GroupBy(static change => change.PartnerId)
        .ToDictionary(static group => group.Key, static group => group.OrderBy(static change => change.FromAt).ToList());

    private readonly List<AttributionRulesVersion> _rules = [.. rules.OrderBy(static version => version.From)];

    public DateTimeOffset ReadAt => readAt;

    public RewardPlans Plans => plans;

    public IReadOnlyList<AttributionRulesVersion> Rules => _rules;

    /// <summary>Everybody above a trader at a time, as far up as a plan can pay.</summary>
    public RewardChain ChainOf(Ownership owner, long traderId, DateTimeOffset at)
    {
        var links = new List<ChainLink>();
        for (var next = owner.PartnerId; next is { } partner && links.Count < RewardTermsValidator.MostLevels; next = tree.ParentOf(partner, at))
        {
            links.Add(new(partner, ObjectionTo(partner, isOwn: links.Count == 0, traderId, at)));
        }

        return new(links, owner.EventId);
    }

    /// <summary>Why a partner earns nothing there. Whether somebody can be the own partner, the ledger has decided.</summary>
    private string? ObjectionTo(long partnerId, bool isOwn, long traderId, DateTimeOffset at)
    {
        var status = StatusAt(partnerId, at);
        if (status != PartnerStatus.Active)
        {
            return status switch
            {
                PartnerStatus.Suspended => "was suspended then",
                PartnerStatus.Rejected => "was not accepted",
                _ => "was not approved yet",
            };
        }

        return !isOwn && _partners.GetValueOrDefault(partnerId)?.UserId == traderId && !(_rules.LastOrDefault(version => version.From <= at)?.Rules ?? new()).SelfReferrals
            ? "is the trader: nobody earns by trading oneself"
            : null;
    }

    private PartnerStatus StatusAt(long partnerId, DateTimeOffset at) =>
        _statuses.TryGetValue(partnerId, out var changes)
            ? changes.FindLast(change => change.FromAt <= at)?.Status ?? PartnerStatus.Pending
            : _partners.GetValueOrDefault(partnerId)?.Status ?? PartnerStatus.Pending;
}
