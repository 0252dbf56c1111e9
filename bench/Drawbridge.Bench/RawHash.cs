using System.Diagnostics;
using System.Globalization;
using Drawbridge.Broker.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Drawbridge.Bench;

/// <summary>Checks of a password one after another, with nothing around them, on as many threads as the server uses.</summary>
internal static class RawHash
{
    public const string Password = "correct horse battery staple";

    private static readonly object AnyUser = new();

    public static string Make() => NewHasher().HashPassword(AnyUser, Password);

    /// <summary>The program of its own that measures: prints checks a second.</summary>
    public static int Run(Arguments arguments)
    {
        var duration = TimeSpan.FromSeconds(arguments.Number("--seconds", 5));
        var rates = new double[new HashingOptions().Workers];
        var threads = Enumerable.Range(0, rates.Length).Select(i => new Thread(() => rates[i] = Measure(duration))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine(rates.Sum().ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>The same in a process of its own.</summary>
    public static async Task<double> MeasureAsync(TimeSpan duration) => double.Parse(
        await ChildProcess.RunAsync(Environment.ProcessPath!, ["hash", "--seconds", ((int)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture)]),
        CultureInfo.InvariantCulture);

    private static double Measure(TimeSpan duration)
    {
        var hasher = NewHasher();
        var hash = hasher.HashPassword(AnyUser, Password);
        var startedAt = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(startedAt) < duration)
        {
            hasher.VerifyHashedPassword(AnyUser, hash, Password);
            count++;
        }

        return count / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private static PasswordHasher<object> NewHasher() =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = new HashingOptions().Iterations }));
}
