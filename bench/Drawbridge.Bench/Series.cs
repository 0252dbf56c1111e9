namespace Drawbridge.Bench;

/// <summary>Numbers of the rounds.</summary>
internal static class Series
{
    public static double Median(this IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median of the rounds' ratios: both sides of one round had the same neighbours on the machine.</summary>
    public static double MedianRatio(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) => ours.Zip(theirs, (a, b) => a / b).Median();

    public static double MedianRate(this IEnumerable<Load> loads) => loads.Select(load => load.PerSecond).Median();
}
