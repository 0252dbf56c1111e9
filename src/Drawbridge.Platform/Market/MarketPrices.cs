using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Market;

/// <summary>
/// Prices as a pure function of seed, symbol and second, so that every node and every test sees the same market and nothing has to be
/// stored. With seed 0 they are those that the simulated application draws.
/// </summary>
internal sealed class MarketPrices(uint seed)
{
    // Each octave is slower and stronger than the one before, as in a random walk.
    private static readonly double[] Octaves = [3, 11, 37, 140, 520, 1900, 7200, 27000, 100000];
    private static readonly double Loudest = Octaves.Sum(Math.Sqrt);

    public MarketPrices(IOptions<PlatformOptions> options)
        : this(options.Value.MarketSeed)
    {
    }

    /// <summary>What a seller gets.</summary>
    public decimal Bid(Symbol symbol, DateTimeOffset time)
    {
        var (seconds, start, sum) = ((double)time.ToUnixTimeSeconds(), SeedOf(symbol.Name) + seed, 0.0);
        for (var octave = 0; octave < Octaves.Length; octave++)
        {
            var at = seconds / Octaves[octave];
            var n = Math.Floor(at);
            var fraction = at - n;
            var ease = fraction * fraction * (3 - (2 * fraction));
            var own = unchecked(start + ((uint)octave * 7919));
            sum += Math.Sqrt(Octaves[octave]) * ((Noise(own, n) * (1 - ease)) + (Noise(own, n + 1) * ease));
        }

        return Math.Round((decimal)(symbol.Base * (1 + (1.6 * symbol.Swing * (sum / Loudest)))), symbol.Digits);
    }

    /// <summary>What a buyer pays.</summary>
    public decimal Ask(Symbol symbol, DateTimeOffset time) => Bid(symbol, time) + symbol.Spread;

    /// <summary>What one unit of a currency is worth in another.</summary>
    public decimal Rate(string from, string to, DateTimeOffset time) => from == to ? 1 : InUsd(from, time) / InUsd(to, time);

    private decimal InUsd(string currency, DateTimeOffset time) => currency switch
    {
        "EUR" or "GBP" or "AUD" or "BTC" => Bid(Symbols.Find(currency + "USD")!, time),
        "JPY" => 1 / Bid(Symbols.Find("USDJPY")!, time),
        "CHF" => 1.1m, // no symbol here has it
        "ETH" => 3100m,
        _ => 1,
    };

    private static uint SeedOf(string name) => name.Aggregate(2166136261u, static (hash, letter) => unchecked((hash ^ letter) * 16777619u));

    /// <summary>Between -1 and 1.</summary>
    private static double Noise(uint seed, double n)
    {
        unchecked
        {
            var low = (uint)(long)n;
            var high = (uint)(long)(n / 4294967296);
            var x = ((seed ^ low) * 0x9e3779b1) ^ (high * 0x85ebca6b);
            x = (x ^ (x >> 16)) * 0x21f0aaad;
            x = (x ^ (x >> 15)) * 0x735a2d97;
            return ((x ^ (x >> 15)) / 2147483648.0) - 1;
        }
    }
}
