using Drawbridge.Platform.Instrument;

namespace Drawbridge.Platform.Seeding;

/// <summary>The choices for one thing. Those for another do not depend on how many are made here.</summary>
internal sealed class SeedStream(long seed, int kind, long number)
{
    public const int User = 1;
    public const int Trader = 2;

    private readonly long _start = unchecked((long)SplitMix.At(seed, kind) ^ (long)SplitMix.At(number, kind));
    private long _position;

    /// <summary>At least 0, less than 1.</summary>
    public double Fraction() => SplitMix.FractionAt(_start, _position++);

    /// <summary>From one number to another, both included.</summary>
    public long Between(long lowest, long highest) => lowest + (long)(Fraction() * (highest - lowest + 1));

    public T Pick<T>(IReadOnlyList<T> choices) => choices[(int)Between(0, choices.Count - 1)];
}
