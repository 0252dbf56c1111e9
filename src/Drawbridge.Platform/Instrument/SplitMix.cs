namespace Drawbridge.Platform.Instrument;

/// <summary>Numbers that look like chance and can be repeated: the seed and the position say everything (SplitMix64). Not for secrets.</summary>
internal static class SplitMix
{
    /// <summary>The number at a position of a seed's sequence.</summary>
    public static ulong At(long seed, long position)
    {
        var z = unchecked((ulong)seed + (((ulong)position + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>The same, at least 0 and less than 1.</summary>
    public static double FractionAt(long seed, long position) => (At(seed, position) >> 11) * (1.0 / (1UL << 53));
}
