using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Running;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>The sample brokers hold what they are there to show: every case about calls, inferred requirements among them (CONF-0-2).</summary>
[Collection(SampleBrokers.Collection)]
public sealed class SampleConformanceTests(SampleBrokers brokers)
{
    public static TheoryData<string> Brokers => SampleBrokers.Names;

    [Theory] // CONF-6.1.1 to CONF-6.1.9
    [MemberData(nameof(Brokers))]
    public async Task A_sample_broker_conforms(string name) => Conforms(await brokers.RunCallsAsync(name), atLeast: 330);

    [Theory] // P2B-IT-1 to P2B-IT-6
    [MemberData(nameof(Brokers))]
    public async Task A_sample_broker_that_gives_an_inappToken_conforms(string name) => Conforms(await brokers.RunCallsAsync(name + SampleBrokers.InApp), atLeast: 330);

    private static void Conforms(IReadOnlyList<CaseResult> results, int atLeast)
    {
        SampleRuns.Faults(results).ShouldBeEmpty();
        var passed = results.Count(static one => one.Verdict == Verdict.Passed);
        TestContext.Current.TestOutputHelper?.WriteLine($"{passed} of {CrmCases.All.Count} passed, the others are not offered");
        passed.ShouldBeGreaterThanOrEqualTo(atLeast);
    }
}
