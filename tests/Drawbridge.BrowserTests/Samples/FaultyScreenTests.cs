using Drawbridge.BrowserTests.Conformance;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using FaultyBrokers;

namespace Drawbridge.BrowserTests.Samples;

/// <summary>Whoever runs the cases about screens and functions against a broker with one fault is told that fault and no other, in words that say what to change.</summary>
[Collection(ConformanceHost.Target)]
public sealed class FaultyScreenTests(SampleStage stage, ITestOutputHelper output) : IClassFixture<SampleStage>
{
    /// <summary>What looks at a screen in every way, for one screen without and one with a token, and two ways through forms.</summary>
    private static readonly string[] Looking =
    [
        "screens/6.2.1/log-in/*", "screens/6.2.2/log-in/*", "screens/SCR-6?/log-in/*", "screens/6.3.7/log-in/*", "screens/SCR-55/log-in/*",
        "screens/6.2.1/deposit/*", "screens/SCR-6?/deposit/*", "screens/SCR-55/deposit/*", "functions/6.3.2/*", "functions/6.3.4/success-page",
    ];

    /// <summary>What each fault is found by, as patterns, and what every one of those findings says.</summary>
    private static readonly Dictionary<string, Finding> Findings = new(StringComparer.Ordinal)
    {
        ["pop-up"] = new("no window that opens by itself", "screens/SCR-65/*/no-pop-ups") { Runs = Looking },
        ["forbidden-word"] = new("cTrader ID", "screens/SCR-62/*/no-ctrader-id") { Runs = Looking },
        ["slow-screen"] = new("within 3 s", "screens/SCR-67/*/load-time") { Runs = ["screens/SCR-67/log-in/*", "screens/SCR-67/deposit/*", "screens/SCR-62/log-in/*", "functions/6.3.2/success-page"] },
        ["wrong-success-url"] = new(
            "and the success URL of the plan is", "functions/6.3.2/success-page", "functions/6.3.2/token", "functions/6.3.2/authorised", "functions/6.3.2/access-token", "functions/6.3.2/reopened",
            "functions/6.3.2/not-kept")
        {
            Runs = ["screens/6.2.1/log-in/*", "screens/SCR-6?/log-in/*", "screens/6.3.7/log-in/*", "functions/6.3.2/*", "functions/6.3.7/*", "functions/FLOW-AUTH-7/*"],
        },
    };

    public static TheoryData<string> Faults => [.. Findings.Keys];

    [Theory] // SCR-50, SCR-62, SCR-65, SCR-67
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_found_by_the_cases_about_it_and_by_no_other(string fault)
    {
        var finding = Findings[fault];
        var cases = ConformanceHost.Cases(finding.Runs);
        await using var broker = await stage.StartAsync(fault, Fault.Find(fault));
        await using var session = await RunSession.OpenAsync(await stage.PlanAsync(fault), TimeProvider.System, TestContext.Current.CancellationToken);

        var run = await session.RunAsync(cases, progress: null, TestContext.Current.CancellationToken);

        var found = run.Cases.Where(static one => one.Verdict is not (Verdict.Passed or Verdict.NeedsPerson or Verdict.Skipped)).ToList();
        output.WriteLine($"{run.Count(Verdict.Passed)} passed in {run.Duration.TotalSeconds:0.0} s");
        output.WriteLine(string.Join('\n', found.Select(Mutation.Words)));
        found.Where(static one => one.Verdict != Verdict.Failed).Select(static one => one.Case.Id).ShouldBeEmpty();
        found.Select(static one => one.Case.Id).ShouldBe(cases.Select(static one => one.Id).Where(finding.Means));
        found.Where(one => !finding.Explains(one)).Select(static one => one.Case.Id).ShouldBeEmpty();
        run.Count(Verdict.Passed).ShouldBeGreaterThan(0);
    }

    /// <summary>What a fault is found by.</summary>
    /// <param name="Says">What each finding says, in its title, in what was expected and received, or in its remedy.</param>
    /// <param name="Cases">Patterns of the cases.</param>
    private sealed record Finding(string Says, params string[] Cases)
    {
        /// <summary>Patterns of the cases that are run: those that the fault could touch, and some that it must not.</summary>
        public required string[] Runs { get; init; }

        public bool Means(string id) => Cases.Any(pattern => CasePattern.Matches(pattern, id));

        public bool Explains(CaseResult one) => $"{one.Case.Title} {one.Expected} {one.Received} {one.Remedy}".Contains(Says, StringComparison.Ordinal);
    }
}
