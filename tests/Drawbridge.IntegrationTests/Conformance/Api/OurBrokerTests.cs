using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Crm.Identification;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Conformance.Harness;

namespace Drawbridge.IntegrationTests.Conformance.Api;

/// <summary>Our broker holds everything that it holds others to, inferred requirements among it (CONF-0-2).</summary>
[Collection(ConformanceBrokers.Name)]
public sealed class OurBrokerTests(StrictBroker strict, LenientBroker lenient, LenientPair pair, HandoffBroker handoff)
{
    [Fact] // BID-21
    public Task A_broker_that_demands_names_conforms() => ConformAsync(strict, atLeast: 390);

    [Fact] // BID-22, P2B-IT-1
    public Task A_broker_whose_names_may_be_absent_and_that_gives_an_inappToken_conforms() => ConformAsync(lenient, atLeast: 380);

    [Fact] // BID-32
    public Task Two_crms_whose_names_may_be_absent_know_nothing_of_each_other() => ConformAsync(pair, atLeast: 4, StrangerCases.All);

    [Fact] // FLOW-HANDOFF-10
    public Task A_broker_under_handoff_conforms() => ConformAsync(handoff, atLeast: 13);

    private static async Task ConformAsync(ConformanceHost host, int atLeast, IReadOnlyList<ConformanceCase>? cases = null)
    {
        var results = await host.RunAsync(cases ?? CrmCases.All);

        results.Where(static one => one.Verdict is not (Verdict.Passed or Verdict.Skipped)).Select(Describe).ShouldBeEmpty();
        var passed = results.Count(static one => one.Verdict == Verdict.Passed);
        TestContext.Current.TestOutputHelper?.WriteLine($"{passed} of {results.Count} passed, the others are not offered");
        passed.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    private static string Describe(CaseResult one) => $"{one.Case.Id}: {one.Verdict}: expected {one.Expected}, received {one.Received} {one.Reason}";
}
