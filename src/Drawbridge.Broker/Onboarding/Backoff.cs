namespace Drawbridge.Broker.Onboarding;

/// <summary>Pauses between attempts: twice as long each time, up to a longest, spread so that tasks that failed together do not return together.</summary>
internal static class Backoff
{
    /// <param name="options">First and longest pause.</param>
    /// <param name="taskId">Spreads the tasks; the same task and attempt always get the same pause.</param>
    /// <param name="attempt">1 for the first failure.</param>
    public static TimeSpan PauseAfter(OnboardingOptions options, long taskId, int attempt)
    {
        var full = options.FirstPause * Math.Pow(2, Math.Min(attempt, 30) - 1);
        var capped = full < options.LongestPause ? full : options.LongestPause;
        return capped * (0.5 + (0.5 * Spread(taskId, attempt)));
    }

    /// <summary>0 to 1 (Fibonacci hashing).</summary>
    private static double Spread(long taskId, int attempt) =>
        ((((ulong)taskId * 31) + (ulong)attempt) * 0x9E3779B97F4A7C15 >> 40) / (double)(1 << 24);
}
