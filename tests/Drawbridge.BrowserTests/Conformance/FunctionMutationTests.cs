using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Each case about functions notices when its rule is broken, and no other case does.</summary>
[Collection(ConformanceHost.Target)]
public sealed class FunctionMutationTests(ConformanceHost host, ITestOutputHelper output)
{
    private const double LeastRate = 0.95;

    [Fact]
    public async Task Every_broken_rule_is_noticed_by_the_cases_that_are_about_it_and_by_no_other()
    {
        var good = await host.FunctionsAsync();
        var rate = new KillRate();
        rate.Count(good.Results.Where(result => result.Verdict == Verdict.Passed).Select(result => result.Case));

        var asking = good.Results.Where(result => result.Verdict == Verdict.Passed && !FunctionRules.Doing.Concat(GuardRules.Doing).Any(pattern => CasePattern.Matches(pattern, result.Case.Id))).Select(result => result.Case).ToList();
        foreach (var mutation in TripMutation.All)
        {
            var seen = good.Found.Select(one => one.Key == mutation.Trip ? KeyValuePair.Create(one.Key, mutation.Change(one.Value)) : one);
            rate.Judge(mutation.Name, (await host.RunAsync(asking, found: seen, blind: true)).Results, mutation.Fails);
        }

        foreach (var rule in FunctionRules.All.Concat(new GuardRules(await host.UpAsync()).All))
        {
            using var _ = host.Broken.Break(rule.How);
            rate.Judge(rule.Name, (await host.RunAsync(ConformanceHost.Cases(rule.Area), found: good.Found)).Results, rule.Fails);
        }

        output.WriteLine($"functions: {rate}; {TripMutation.All.Count + FunctionRules.All.Count} mutations; survivors: {string.Join(", ", rate.Survivors)}");
        rate.Wrong.ShouldBeEmpty();
        rate.Rate.ShouldBeGreaterThanOrEqualTo(LeastRate);
    }
}
