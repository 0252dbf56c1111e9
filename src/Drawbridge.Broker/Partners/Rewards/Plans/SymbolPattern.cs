namespace Drawbridge.Broker.Partners.Rewards.Plans;

/// <summary>Names of symbols, or how they begin.</summary>
internal static class SymbolPattern
{
    private const int Longest = 64;

    /// <summary>Whether a symbol is meant: by its name, or by how it begins when <c>*</c> stands at the end.</summary>
    public static bool Fits(string pattern, string symbol) => pattern.EndsWith('*')
        ? symbol.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(pattern, symbol, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it can be one: 1 to 64 visible characters, <c>*</c> at the end only.</summary>
    public static bool IsAllowed(string pattern) => pattern.Length is > 0 and <= Longest && pattern.All(static c => c is > ' ' and < '\x7f') && pattern.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == pattern.Length - 1);
}
