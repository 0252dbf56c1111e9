using Drawbridge.Broker.Onboarding;

namespace Drawbridge.Tests.Onboarding;

public sealed class BackoffTests
{
    private static readonly OnboardingOptions Options = new();

    [Theory] // B2P-0-14
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(10_000, 300)]
    public void Pauses_grow_to_a_longest(int attempt, int seconds)
    {
        foreach (var task in Enumerable.Range(1, 1000))
        {
            Backoff.PauseAfter(Options, task, attempt).TotalSeconds.ShouldBeInRange(seconds * 0.5, seconds);
        }
    }

    [Fact]
    public void Tasks_that_failed_together_do_not_return_together()
    {
        var pauses = Enumerable.Range(1, 1000).Select(task => Backoff.PauseAfter(Options, task, 10)).ToList();

        pauses.Distinct().Count().ShouldBeGreaterThan(990);
        pauses.CountBy(pause => (int)(pause.TotalSeconds / 15)).ShouldAllBe(bucket => bucket.Value > 50);
        pauses.ShouldBe(Enumerable.Range(1, 1000).Select(task => Backoff.PauseAfter(Options, task, 10)));
    }
}
