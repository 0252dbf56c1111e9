using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Facts;

namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>What a position would be worth.</summary>
/// <param name="Symbol">What is traded.</param>
/// <param name="Lots">How much.</param>
/// <param name="Commission">What the trader pays, in the currency of the plan.</param>
internal sealed record SampleTrade(string Symbol, decimal Lots, decimal Commission);

/// <summary>What one level would get.</summary>
/// <param name="Level">1 = the trader's own partner.</param>
/// <param name="Percent">Its share.</param>
/// <param name="Trade">For the position.</param>
/// <param name="Cpa">Once, for a trader who qualifies.</param>
internal sealed record PreviewLevel(int Level, decimal Percent, decimal Trade, decimal Cpa);

/// <summary>Shows what terms pay, by the same calculation that pays.</summary>
internal static class RewardPreview
{
    /// <summary>What each level would get if all of them are there.</summary>
    public static IReadOnlyList<PreviewLevel> Of(RewardTerms terms, SampleTrade sample)
    {
        var plan = new RewardPlanVersion(0, 0, 0, terms, default, default, "");
        var chain = new RewardChain([.. Enumerable.Range(1, terms.Levels.Count).Select(static level => new ChainLink(level))], null);
        var trade = new TradeFact { Symbol = sample.Symbol, Lots = RewardMoney.Cut(sample.Lots), Commission = RewardMoney.Cut(sample.Commission) };
        var given = new GivenRate("USD", terms.Currency, 1);
        var lines = RewardCalculator.OfTrade(trade, plan, chain, [given]).Lines;
        var cpa = RewardCalculator.OfQualification(plan, chain).Lines;
        return
        [
            .. terms.Levels.Select((percent, i) => new PreviewLevel(i + 1, percent, SumOf(lines, i + 1), SumOf(cpa, i + 1))),
        ];
    }

    private static decimal SumOf(IReadOnlyList<RewardLine> lines, int level) => lines.Where(line => line.Level == level).Sum(static line => RewardMoney.Of(line.Amount));
}
