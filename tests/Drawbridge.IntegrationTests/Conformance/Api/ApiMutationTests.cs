using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Api.Mutations;
using Drawbridge.IntegrationTests.Conformance.Harness;

namespace Drawbridge.IntegrationTests.Conformance.Api;

/// <summary>Each case is there to notice something: our broker breaks the rule, and exactly the cases about it fail.</summary>
[Collection(ConformanceBrokers.Name)]
public sealed class ApiMutationTests(StrictBroker strict, LenientBroker lenient, LenientPair pair, HandoffBroker handoff, ITestOutputHelper output)
{
    [Fact]
    public async Task Each_broken_rule_fails_the_cases_about_it_and_no_others()
    {
        var run = new MutationRun(CrmCases.All);
        IEnumerable<(ConformanceHost Host, IEnumerable<Mutation> Mutations)> all =
        [
            (strict,
            [
                .. AuthenticationMutations.All, .. ExchangeMutations.All, .. LogInMutations.All, .. ValidationMutations.All, .. GenerationMutations.All, .. LogOutMutations.All, .. RequestMutations.All,
                .. IdentificationMutations.All, .. CallbackMutations.All, .. ConnectionMutations.All,
            ]),
            (lenient, [.. GenerationMutations.Lenient, .. IdentificationMutations.Lenient]),
            (pair, IdentificationMutations.Pair),
            (handoff, IdentificationMutations.Handoff),
        ];
        foreach (var (host, mutations) in all)
        {
            foreach (var mutation in mutations)
            {
                await run.TryAsync(host, mutation);
            }
        }

        output.WriteLine(run.KillRate);
        run.Wrong.ShouldBeEmpty();
        run.Survived.ShouldBeEmpty();
    }
}
