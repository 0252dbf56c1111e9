namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>How much in tokens can be random, by what differs in a sample of them.</summary>
internal static class TokenEntropy
{
    /// <summary>Fewer different characters at a place than this are all that there are.</summary>
    private const int Few = 8;

    /// <summary>
    /// An upper bound of the random bits. A place where all tokens have the same character holds none, one with few characters holds their number, any other
    /// can hold each character that stands anywhere. Places behind the end of the shortest token are not counted.
    /// </summary>
    public static double AtMost(IReadOnlyList<string> sample)
    {
        var places = Enumerable.Range(0, sample.Min(static token => token.Length)).Select(i => sample.Select(token => token[i]).ToHashSet()).ToList();
        var alphabet = places.Where(static place => place.Count > 1).SelectMany(static place => place).Distinct().Count();
        return places.Sum(place => Math.Log2(place.Count < Few ? place.Count : Math.Max(alphabet, 1)));
    }
}
