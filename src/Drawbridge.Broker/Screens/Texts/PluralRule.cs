using System.Collections.Frozen;
using static Drawbridge.Broker.Screens.Texts.PluralCategory;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>Which form a number takes in one language: the cardinal rules of the Unicode CLDR, version 47.</summary>
internal sealed class PluralRule
{
    private static readonly FrozenDictionary<string, PluralRule> All = new Dictionary<string, PluralRule>
    {
        ["en"] = new(static n => n is { I: 1, V: 0 } ? One : Other, One),
        ["de"] = new(static n => n is { I: 1, V: 0 } ? One : Other, One),
        ["es"] = new(static n => n.N == 1 ? One : n.IsMillions ? Many : Other, One, Many),
        ["ar"] = new(
            static n => n.N == 0 ? Zero : n.N == 1 ? One : n.N == 2 ? Two : n.N % 100 is >= 3 and <= 10 && n.IsWhole ? Few : n.N % 100 is >= 11 and <= 99 && n.IsWhole ? Many : Other,
            Zero, One, Two, Few, Many),
        ["fr"] = new(static n => n.I is 0 or 1 ? One : n.IsMillions ? Many : Other, One, Many),
        ["it"] = new(static n => n is { I: 1, V: 0 } ? One : n.IsMillions ? Many : Other, One, Many),
        ["pt"] = new(static n => n.I is 0 or 1 ? One : n.IsMillions ? Many : Other, One, Many),
        ["pl"] = new(static n => n.V > 0 ? Other : n.I == 1 ? One : n.EndsLikeFew ? Few : Many, One, Few, Many),
        ["cs"] = new(static n => n.V > 0 ? Many : n.I == 1 ? One : n.I is >= 2 and <= 4 ? Few : Other, One, Few, Many),
        ["tr"] = new(static n => n.N == 1 ? One : Other, One),
        ["ru"] = new(static n => n.V > 0 ? Other : n.I % 10 == 1 && n.I % 100 != 11 ? One : n.EndsLikeFew ? Few : Many, One, Few, Many),
        ["zh"] = new(static _ => Other),
        ["ja"] = new(static _ => Other),
        ["vi"] = new(static _ => Other),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly Func<Operands, PluralCategory> _choose;

    private PluralRule(Func<Operands, PluralCategory> choose, params ReadOnlySpan<PluralCategory> categories)
    {
        _choose = choose;
        Categories = [.. categories, Other];
    }

    /// <summary>The languages that there is a rule for.</summary>
    public static IReadOnlyList<string> Languages => All.Keys;

    /// <summary>The forms that every counted text of the language has.</summary>
    public IReadOnlyList<PluralCategory> Categories { get; }

    public static PluralRule Of(string language) => All[language];

    /// <summary>The form of a number; trailing zeros count, as in "1.0".</summary>
    public PluralCategory Choose(decimal number)
    {
        var n = Math.Abs(number);
        return _choose(new(n, decimal.Truncate(n), n.Scale));
    }

    /// <summary>What the rules speak of, by CLDR's letters.</summary>
    /// <param name="N">The absolute value.</param>
    /// <param name="I">Its whole part.</param>
    /// <param name="V">How many digits stand after the decimal point.</param>
    private readonly record struct Operands(decimal N, decimal I, int V)
    {
        public bool IsWhole => N == I;

        /// <summary>Romance languages say "a million of".</summary>
        public bool IsMillions => V == 0 && I != 0 && I % 1_000_000 == 0;

        /// <summary>2 to 4, 22 to 24 and so on, but not 12 to 14.</summary>
        public bool EndsLikeFew => I % 10 is >= 2 and <= 4 && (I % 100 is < 12 or > 14);
    }
}
