using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Each case about screens notices when its rule is broken, and no other case does.</summary>
[Collection(ConformanceHost.Target)]
public sealed class ScreenMutationTests(ConformanceHost host, ITestOutputHelper output)
{
    /// <summary>Cases that do more than to look at a screen.</summary>
    private static readonly string[] Doing = ["*/every-language", "*/reload", "screens/SCR-37/*", "screens/SCR-39/*", "*/form-switch", "*/private-relay"];

    private const double LeastRate = 0.95;

    [Fact]
    public async Task Every_broken_rule_is_noticed_by_the_cases_that_are_about_it_and_by_no_other()
    {
        var good = await host.ScreensAsync();
        var rate = new KillRate();
        rate.Count(good.Results.Where(result => result.Verdict == Verdict.Passed).Select(result => result.Case));

        var looking = good.Results.Where(result => result.Verdict == Verdict.Passed && !Doing.Any(pattern => CasePattern.Matches(pattern, result.Case.Id))).Select(result => result.Case).ToList();
        foreach (var mutation in VisitMutation.All)
        {
            var seen = good.Found.Select(one => one.Value is ScreenVisit visit ? KeyValuePair.Create(one.Key, (object)mutation.Change(visit)) : one);
            rate.Judge(mutation.Name, (await host.RunAsync(looking, found: seen, blind: true)).Results, mutation.Fails);
        }

        foreach (var mutation in ScreenRules.All)
        {
            using var _ = host.Broken.Break(mutation.How);
            rate.Judge(mutation.Name, (await host.RunAsync(ConformanceHost.Cases(mutation.Area), found: good.Found.Where(static one => one.Value is not ScreenVisit))).Results, mutation.Fails);
        }

        output.WriteLine($"screens: {rate}; {VisitMutation.All.Count + ScreenRules.All.Count} mutations; survivors: {string.Join(", ", rate.Survivors)}");
        rate.Wrong.ShouldBeEmpty();
        rate.Rate.ShouldBeGreaterThanOrEqualTo(LeastRate);
    }
}
