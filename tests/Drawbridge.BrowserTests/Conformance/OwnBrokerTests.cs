using Drawbridge.Conformance.Running;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Our own broker passes every case that needs a browser, in strict mode.</summary>
[Collection(ConformanceHost.Target)]
public sealed class OwnBrokerTests(ConformanceHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Its_screens_conform()
    {
        var since = TimeProvider.System.GetTimestamp();

        var results = (await host.ScreensAsync()).Results;

        results.Count.ShouldBeGreaterThan(300);
        Report("screens", results, TimeProvider.System.GetElapsedTime(since));
    }

    [Fact]
    public async Task Its_functions_conform()
    {
        var since = TimeProvider.System.GetTimestamp();

        var results = (await host.FunctionsAsync()).Results;

        results.Count.ShouldBeGreaterThan(60);
        Report("functions", results, TimeProvider.System.GetElapsedTime(since));
    }

    private void Report(string name, IReadOnlyList<CaseResult> results, TimeSpan duration)
    {
        output.WriteLine($"{name}: {results.Count} cases in {duration.TotalSeconds:0.0} s; {string.Join(", ", results.GroupBy(result => result.Verdict).Select(group => $"{group.Count()} {group.Key}"))}");
        output.WriteLine(string.Join('\n', results.OrderByDescending(result => result.Duration).Take(5).Select(result => $"  {result.Duration.TotalSeconds:0.0} s {result.Case.Id}")));
        results.Where(result => result.Verdict is not (Verdict.Passed or Verdict.NeedsPerson)).Select(Mutation.Words).ShouldBeEmpty();
    }
}
