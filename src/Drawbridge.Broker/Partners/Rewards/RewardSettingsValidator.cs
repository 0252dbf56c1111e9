using Drawbridge.Broker.Partners.Rewards.Plans;

namespace Drawbridge.Broker.Partners.Rewards;

/// <summary>What must hold for how a broker pays its partners.</summary>
internal static class RewardSettingsValidator
{
    private const decimal MostUnits = 1_000_000_000m;
    private const decimal MostPayout = 1_000_000m;
    private const int MostDecimals = 8;

    private static readonly TimeSpan _shortestPull = TimeSpan.FromMinutes(1);

    /// <summary>The faults, each with its key.</summary>
    public static IEnumerable<string> Validate(string key, RewardSettings settings)
    {
        if (settings.PullInterval < _shortestPull)
        {
            yield return $"{key}:PullInterval: must be at least a minute.";
        }

        if (settings.MinimumPayout is < 0 or > MostPayout || settings.MinimumPayout.Scale > MostDecimals)
        {
            yield return $"{key}:MinimumPayout: must be 0 to 1,000,000 with at most {MostDecimals} decimals.";
        }

        for (var i = 0; i < settings.LotSizes.Count; i++)
        {
            var size = settings.LotSizes[i];
            if (size.Symbols.Count == 0 || !size.Symbols.All(SymbolPattern.IsAllowed))
            {
                yield return $"{key}:LotSizes:{i}:Symbols: must name symbols such as XAUUSD, or XAU* for all that begin so.";
            }

            if (size.Units is <= 0 or > MostUnits)
            {
                yield return $"{key}:LotSizes:{i}:Units: must be above 0, at most 1,000,000,000 units of the base asset.";
            }
        }
    }
}
