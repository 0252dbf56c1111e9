using Drawbridge.Conformance.Invite;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Conformance.Harness;

namespace Drawbridge.IntegrationTests.Conformance.Invite;

/// <summary>The cases about the webhooks of Invite, held against our broker and against our broker with one rule broken.</summary>
[Collection(ConformanceBrokers.Name)]
public sealed class InviteConformanceTests(StrictBroker sso, HandoffBroker handoff, ITestOutputHelper output)
{
    [Fact] // INV-12..13, INV-16..21, INV-26
    public Task Our_broker_conforms_under_sso() => ConformAsync(sso);

    [Fact] // INV-4
    public Task Our_broker_conforms_under_handoff() => ConformAsync(handoff);

    [Fact]
    public async Task Each_broken_rule_fails_the_cases_about_it_and_no_others()
    {
        var run = new MutationRun(InviteCases.All);
        foreach (var mutation in InviteMutations.All)
        {
            await run.TryAsync(sso, mutation);
        }

        output.WriteLine($"webhooks of Invite: {run.KillRate}");
        run.Wrong.ShouldBeEmpty();
        run.Survived.ShouldBeEmpty();
    }

    private static async Task ConformAsync(ConformanceHost host) =>
        (await host.RunAsync(InviteCases.All)).Where(static one => one.Verdict != Verdict.Passed)
            .Select(static one => $"{one.Case.Id}: {one.Verdict}: expected {one.Expected}, received {one.Received} {one.Reason}").ShouldBeEmpty();
}
