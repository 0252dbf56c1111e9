using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>What is earned by a fact. The same fact, plan and people always give the same result, and never more than the plan says in all.</summary>
internal static class RewardCalculator
{
    private const decimal Percent = 100m;
    private const decimal PercentInMillionths = 10_000m;
    private const string Usd = "USD";

    /// <summary>What a closed position brings: per lot and revenue share.</summary>
    public static RewardOutcome OfTrade(TradeFact trade, RewardPlanVersion plan, RewardChain chain, IReadOnlyCollection<GivenRate> given)
    {
        var terms = plan.Terms;
        var lots = RewardMoney.Of(trade.Lots);
        var lines = new List<RewardLine>();
        var silent = new Dictionary<int, SilentLevel>();
        if (terms.PerLot is { } perLot)
        {
            lines.AddRange(Split(RewardKind.PerLot, lots * perLot.For(trade.Symbol), plan, chain, silent));
        }

        if (terms.RevenueShare is { } share)
        {
            var earned = share.Markup is { } markup ? lots * markup.For(trade.Symbol) : 0;
            if (share.Commission && trade.Commission > 0)
            {
                if (FactRates.Find(trade, given, Usd, terms.Currency) is not { } rate)
                {
                    return new([], $"{Usd} to {terms.Currency}", []);
                }

                earned += RewardMoney.Of(trade.Commission) * rate;
            }

            lines.AddRange(Split(RewardKind.RevenueShare, earned * share.Percent / Percent, plan, chain, silent));
        }

        return new(lines, null, [.. silent.Values]);
    }

    /// <summary>What a trader who qualifies brings.</summary>
    public static RewardOutcome OfQualification(RewardPlanVersion plan, RewardChain chain)
    {
        var silent = new Dictionary<int, SilentLevel>();
        return plan.Terms.Cpa is { } cpa ? new([.. Split(RewardKind.Cpa, cpa.Amount, plan, chain, silent)], null, [.. silent.Values]) : RewardOutcome.Nothing;
    }

    /// <summary>Splits an amount up the tree. Each part is cut off, and parts are at most 100 percent together, so they never add up to more.</summary>
    private static IEnumerable<RewardLine> Split(RewardKind kind, decimal amount, RewardPlanVersion plan, RewardChain chain, Dictionary<int, SilentLevel> silent)
    {
        var whole = RewardMoney.Cut(amount);
        for (var i = 0; i < chain.Links.Count && i < plan.Terms.Levels.Count; i++)
        {
            var (link, percent) = (chain.Links[i], plan.Terms.Levels[i]);
            var part = RewardMoney.Cut(RewardMoney.Of(whole) * percent / Percent);
            if (part <= 0)
            {
                continue;
            }

            if (link.Objection is { } objection)
            {
                silent[i + 1] = new(i + 1, link.PartnerId, objection);
                continue;
            }

            yield return new(link.PartnerId, i + 1, kind, part, whole, (int)(percent * PercentInMillionths), plan, chain.AttributionEventId);
        }
    }
}
