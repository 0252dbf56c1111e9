using System.Collections.Concurrent;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide;

/// <summary>Each case of the second catalogue notices what it is there for, and nothing else.</summary>
public sealed class MutationTests(ConformingPlatform platform) : IClassFixture<ConformingPlatform>
{
    private const double Least = 0.95;

    /// <summary>What uses the one CRM or the clock, so that one mutation comes after another.</summary>
    private static readonly string[] OneAfterAnother = ["platform/crm-", "platform/invite/", "platform/redeem/"];

    /// <summary>What shows another certificate or counts what everybody does, so that nothing goes on beside it.</summary>
    private static readonly string[] Last = ["platform/crm-4.1/", "platform/crm-faults/"];

    [Fact]
    public void Every_case_has_a_mutation_and_every_mutation_a_case()
    {
        var mutations = Mutations.AllMutations.All;

        mutations.GroupBy(static one => one.Name).Where(static same => same.Count() > 1).Select(static same => same.Key).ShouldBeEmpty();
        mutations.SelectMany(static one => one.Fails).Except(Catalogue.Platform.Select(static one => one.Id)).ShouldBeEmpty();
        Catalogue.Platform.Select(static one => one.Id).Except(mutations.SelectMany(static one => one.Fails)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Exactly_the_cases_about_a_rule_fail_when_it_is_broken()
    {
        var wrong = new ConcurrentBag<string>();
        var last = Mutations.AllMutations.All.Where(static one => Touches(one, Last)).ToList();
        var inOrder = Mutations.AllMutations.All.Where(static one => one.CrmCalls is not null || Touches(one, OneAfterAnother)).Except(last).ToList();
        await Task.WhenAll(
            Parallel.ForEachAsync(
                Mutations.AllMutations.All.Except(inOrder).Except(last),
                new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
                async (mutation, _) => await JudgeAsync(mutation, wrong)),
            JudgeInOrderAsync(inOrder, wrong));
        await JudgeInOrderAsync(last, wrong);
        var all = Mutations.AllMutations.All.Count;
        TestContext.Current.TestOutputHelper!.WriteLine($"kill rate: {all - wrong.Count} of {all} ({100.0 * (all - wrong.Count) / all:0.0} %)");
        TestContext.Current.TestOutputHelper.WriteLine(string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        (1.0 * (all - wrong.Count) / all).ShouldBeGreaterThanOrEqualTo(Least, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    private static bool Touches(Mutation mutation, string[] areas) => mutation.Fails.Any(id => areas.Any(area => id.StartsWith(area, StringComparison.Ordinal)));

    private async Task JudgeInOrderAsync(IEnumerable<Mutation> mutations, ConcurrentBag<string> wrong)
    {
        foreach (var mutation in mutations)
        {
            Spoiler.Everywhere = mutation.CrmCalls is null ? null : mutation;
            await JudgeAsync(mutation, wrong);
        }

        Spoiler.Everywhere = null;
    }

    private async Task JudgeAsync(Mutation mutation, ConcurrentBag<string> wrong)
    {
        var areas = mutation.Fails.Select(static id => id[..(id.LastIndexOf('/') + 1)]).ToHashSet(StringComparer.Ordinal);
        var results = await platform.RunAsync(Catalogue.Platform.Where(one => areas.Any(area => one.Id.StartsWith(area, StringComparison.Ordinal))), mutation.Name);
        var failed = results.Where(static result => result.Verdict is Verdict.Failed or Verdict.Warning).ToList();
        var survived = mutation.Fails.Except(failed.Select(static result => result.Case.Id))
            .Select(id => $"{id} {results.Single(result => result.Case.Id == id).Verdict} {results.Single(result => result.Case.Id == id).Reason}").ToList();
        var others = failed.Where(result => !mutation.Fails.Contains(result.Case.Id)).Select(static result => $"{result.Case.Id} (expected {result.Expected}, received {result.Received})").ToList();
        if (survived.Count + others.Count > 0)
        {
            wrong.Add($"{mutation.Name}: not noticed by [{string.Join(", ", survived)}], but by [{string.Join(", ", others)}]");
        }
    }
}
