namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>What must hold for what a plan pays.</summary>
internal static class RewardTermsValidator
{
    /// <summary>Most levels of the tree that share.</summary>
    public const int MostLevels = 20;

    private const int MostGroups = 50;
    private const int MostSymbols = 200;
    private const int MostDays = 3650;
    private const decimal MostMoney = 1_000_000m;
    private const decimal MostLots = 1_000_000m;
    private const int MostDecimals = 8;
    private const int MostDecimalsOfPercent = 4;

    /// <summary>The faults, each with the name of what is wrong; empty when all is well.</summary>
    public static IReadOnlyList<string> FaultsOf(RewardTerms terms)
    {
        var faults = new List<string>();
        if (terms.Currency.Length != 3 || !terms.Currency.All(char.IsAsciiLetterUpper))
        {
            faults.Add("currency: must be three capital letters such as USD.");
        }

        if (terms is { PerLot: null, Cpa: null, RevenueShare: null })
        {
            faults.Add("A plan must pay something: perLot, cpa or revenueShare.");
        }

        faults.AddRange(OfLevels(terms.Levels));
        if (terms.PerLot is { } perLot)
        {
            faults.AddRange(OfAmounts("perLot", perLot));
        }

        if (terms.Cpa is { } cpa)
        {
            faults.AddRange(OfCpa(cpa));
        }

        if (terms.RevenueShare is { } share)
        {
            faults.AddRange(OfRevenue(share));
        }

        return faults;
    }

    private static IEnumerable<string> OfLevels(IReadOnlyList<decimal> levels)
    {
        if (levels.Count is 0 or > MostLevels)
        {
            yield return $"levels: must name 1 to {MostLevels} levels, the trader's own partner first.";
        }

        if (levels.Any(static level => level is < 0 or > 100 || DecimalsOf(level) > MostDecimalsOfPercent))
        {
            yield return $"levels: each must be 0 to 100 percent with at most {MostDecimalsOfPercent} decimals.";
        }
        else if (levels.Sum() is var sum and > 100)
        {
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"levels: together they are {sum:0.####} %, which must not be above 100 %; take {sum - 100:0.####} away.");
        }
        else if (levels.Count > 0 && levels.Sum() == 0)
        {
            yield return "levels: somebody must get something.";
        }
    }

    private static IEnumerable<string> OfAmounts(string name, PerLotTerms terms)
    {
        if (!IsMoney(terms.Amount))
        {
            yield return $"{name}.amount: {MoneyRule}";
        }

        if (terms.Groups.Count > MostGroups)
        {
            yield return $"{name}.groups: at most {MostGroups}.";
        }

        foreach (var group in terms.Groups)
        {
            if (!IsMoney(group.Amount))
            {
                yield return $"{name}.groups.amount: {MoneyRule}";
            }

            if (group.Symbols.Count is 0 or > MostSymbols || !group.Symbols.All(SymbolPattern.IsAllowed))
            {
                yield return $"{name}.groups.symbols: must be 1 to {MostSymbols} names such as EURUSD, or XAU* for all that begin so.";
            }
        }

        if (terms.Amount == 0 && terms.Groups.All(static group => group.Amount == 0))
        {
            yield return $"{name}: some amount must be above 0.";
        }
    }

    private static IEnumerable<string> OfCpa(CpaTerms terms)
    {
        if (!IsMoney(terms.Amount) || terms.Amount == 0)
        {
            yield return "cpa.amount: must be above 0, at most 1,000,000, with at most 8 decimals.";
        }

        if (!IsMoney(terms.MinimumDeposit))
        {
            yield return $"cpa.minimumDeposit: {MoneyRule}";
        }

        if (terms.MinimumLots is < 0 or > MostLots || DecimalsOf(terms.MinimumLots) > MostDecimals)
        {
            yield return "cpa.minimumLots: must be 0 to 1,000,000 with at most 8 decimals.";
        }

        if (terms is { MinimumDeposit: 0, MinimumLots: 0 })
        {
            yield return "cpa: traders must qualify by something: minimumDeposit, minimumLots or both.";
        }

        if (terms.WithinDays is < 1 or > MostDays)
        {
            yield return $"cpa.withinDays: must be 1 to {MostDays}.";
        }
    }

    private static IEnumerable<string> OfRevenue(RevenueTerms terms)
    {
        if (terms.Percent is <= 0 or > 100 || DecimalsOf(terms.Percent) > MostDecimalsOfPercent)
        {
            yield return $"revenueShare.percent: must be above 0, at most 100, with at most {MostDecimalsOfPercent} decimals.";
        }

        if (!terms.Commission && terms.Markup is null)
        {
            yield return "revenueShare: something must count as earned: commission or markup.";
        }

        foreach (var fault in terms.Markup is { } markup ? OfAmounts("revenueShare.markup", markup) : [])
        {
            yield return fault;
        }
    }

    private const string MoneyRule = "must be 0 to 1,000,000 with at most 8 decimals.";

    private static bool IsMoney(decimal amount) => amount is >= 0 and <= MostMoney && DecimalsOf(amount) <= MostDecimals;

    private static int DecimalsOf(decimal value) => (value / 1.0000000000000000000000000000m).Scale;
}
