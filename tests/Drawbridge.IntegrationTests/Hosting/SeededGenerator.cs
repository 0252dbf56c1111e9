namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>Reproducible numbers from a seed (SplitMix64).</summary>
public sealed class SeededGenerator(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="exclusive"/> - 1.</summary>
    public int Below(int exclusive) => (int)(Next() % (ulong)exclusive);

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public bool Chance(int percent) => Below(100) < percent;
}
