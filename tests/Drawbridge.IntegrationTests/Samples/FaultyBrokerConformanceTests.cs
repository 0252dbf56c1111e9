using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Whoever runs the cases about calls against a broker with one fault is told that fault and no other, in words that say what to change.</summary>
public sealed class FaultyBrokerConformanceTests(PlatformServer platform)
{
    /// <summary>What each fault is found by, as patterns, and what every one of those findings says.</summary>
    private static readonly Dictionary<string, Finding> Findings = new(StringComparer.Ordinal)
    {
        ["wrong-status"] = new("404", "api/4.2/unknown", "api/4.2/used", "api/4.2/race-losers", "api/4.2/used-wins-over-expired"),
        ["reusable-one-time-token"] = new("refuse it from then on|used before|one atomic statement|whether the token was used", "api/4.2/used-gives-nothing", "api/4.2/used", "api/4.2/race", "api/4.2/used-wins-over-expired"),
        ["one-time-token-valid-five-minutes"] = new(
            "60 seconds|ran out", "api/6.1.7/expires-after-a-minute", "api/6.1.7/log-in-token-expires-after-a-minute", "api/4.2/expired"),
        ["http-accepted"] = new("over plain http", "api/6.1.8/http-is-unsuccessful", "api/6.1.8/http-screen"),
        ["access-token-without-keep-me-logged-in"] = new("unless the user chose \"Keep me logged in\"", "api/4.2/without-keep-no-accessToken"),
        ["same-one-time-token-for-two-users"] = new("the same OT token for both users|Bind each OT token to the userId", "api/4.4/several-users", "api/4.4/different-for-two-users"),
        ["in-app-token-ignored"] = new(
            "inappToken", "api/inapp-token/missing", "api/inapp-token/empty", "api/inapp-token/malformed", "api/inapp-token/unknown", "api/inapp-token/of-another-user",
            "api/inapp-token/ends-with-log-out"),
        ["other-broker-accepted"] = new(
            "brokerName|broker names|identification parameters", "api/identification/4.?/unknown-*", "api/identification/4.?/other-case-*", "api/identification/4.?/white-space",
            "api/identification/4.?/other-characters", "api/identification/message-invalid", "api/identification/invalid-before-mismatch", "api/order/4.?/names-before-*",
            "api/4.2/refused-names-keep-code"),

        // Screens are at fault here, which calls do not show.
        ["pop-up"] = new(""),
        ["forbidden-word"] = new(""),
        ["wrong-success-url"] = new(""),
    };

    public static TheoryData<string> Faults => [.. Findings.Keys];

    [Theory] // P2B-4.2-8, P2B-OT-2, P2B-OT-3, P2B-OT-5, P2B-0-4, P2B-4.2-4, P2B-IT-2, BID-26
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_found_by_the_cases_about_it_and_by_no_other(string fault)
    {
        var finding = Findings[fault];
        await using var broker = await RunningSample.StartAsync(platform, FaultyBrokers.Fault.Find(fault).ShouldNotBeNull());

        // One call at a time: whose token is another user's depends on who asks in between.
        var results = await broker.RunAsync(CrmCases.All, calls: 1);

        var found = results.Where(static one => one.Verdict.IsNoted()).ToList();
        found.Where(static one => one.Verdict != Verdict.Failed).Select(static one => one.Case.Id).ShouldBeEmpty();
        found.Select(static one => one.Case.Id).ShouldBe(CrmCases.All.Select(static one => one.Id).Where(finding.Means));
        found.Where(one => !finding.Explains(one)).Select(static one => one.Case.Id).ShouldBeEmpty();
        results.Count(static one => one.Verdict == Verdict.Passed).ShouldBeGreaterThan(AtLeast);
    }

    private const int AtLeast = 310;

    /// <summary>What a fault is found by.</summary>
    /// <param name="Says">Words of which each finding has one, in its title, in what was expected and received, or in its remedy.</param>
    /// <param name="Cases">Patterns of the cases.</param>
    private sealed record Finding(string Says, params string[] Cases)
    {
        public bool Means(string id) => Cases.Any(pattern => CasePattern.Matches(pattern, id));

        public bool Explains(CaseResult one) => Says.Split('|').Any(words => $"{one.Case.Title} {one.Expected} {one.Received} {one.Remedy}".Contains(words, StringComparison.Ordinal));
    }
}
