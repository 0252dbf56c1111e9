namespace Drawbridge.Platform.Faults;

/// <summary>Draws that can be repeated: number and seed say everything (SplitMix64).</summary>
internal static class FaultDraw
{
    /// <summary>At least 0, less than 1.</summary>
    public static double At(long seed, long number)
    {
        var z = unchecked((ulong)seed + (((ulong)number + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
