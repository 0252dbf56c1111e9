using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>Whether and by which fact a trader has qualified for the CPA of a plan.</summary>
/// <param name="By">The deposit or position that made it full; null = not (yet).</param>
/// <param name="MissingRates">Deposits that cannot be counted because they are in another currency and no rate is stored with them.</param>
internal sealed record Qualification(Fact? By, IReadOnlyList<(DepositFact Deposit, string Rate)> MissingRates)
{
    /// <summary>
    /// The first fact by which everything that the plan of that time asks for is there. Facts count in the order in which they happened, whatever the
    /// order in which they are given.
    /// </summary>
    /// <param name="signedUpAt">When the trader signed up.</param>
    /// <param name="facts">All facts of the trader.</param>
    /// <param name="planAt">The plan that counts for the trader at a time; null = none.</param>
    /// <param name="ratesOf">The rates that somebody gave a fact.</param>
    public static Qualification Find(
        DateTimeOffset signedUpAt, IEnumerable<Fact> facts, Func<DateTimeOffset, RewardPlanVersion?> planAt, Func<Fact, IReadOnlyCollection<GivenRate>> ratesOf)
    {
        var (lots, deposits, missing) = (0m, new List<DepositFact>(), new List<(DepositFact, string)>());
        foreach (var fact in facts.Where(fact => fact.At >= signedUpAt).OrderBy(static fact => fact.At).ThenBy(static fact => fact is TradeFact).ThenBy(static fact => fact.Id))
        {
            if (fact is DepositFact deposit)
            {
                deposits.Add(deposit);
            }
            else if (fact is TradeFact trade)
            {
                lots += RewardMoney.Of(trade.Lots);
            }

            if (planAt(fact.At)?.Terms is not { Cpa: { } cpa } terms || fact.At > signedUpAt + TimeSpan.FromDays(cpa.WithinDays))
            {
                continue;
            }

            missing.Clear();
            var paidIn = 0m;
            foreach (var one in cpa.MinimumDeposit > 0 ? deposits : [])
            {
                if (FactRates.Find(one, ratesOf(one), one.Currency, terms.Currency) is { } rate)
                {
                    paidIn += new Protocol.Money.MoneyAmount(one.Amount, one.MoneyDigits).ToDecimal() * rate;
                }
                else
                {
                    missing.Add((one, $"{one.Currency} to {terms.Currency}"));
                }
            }

            if (lots >= cpa.MinimumLots && paidIn >= cpa.MinimumDeposit)
            {
                return new(fact, []);
            }
        }

        return new(null, missing);
    }
}
