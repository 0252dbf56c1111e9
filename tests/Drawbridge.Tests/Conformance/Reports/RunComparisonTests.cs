using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Reports.Comparison;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Tests.Conformance.Reports;

public sealed class RunComparisonTests
{
    [Theory]
    [InlineData(Verdict.Passed, Verdict.Failed, "newly failing")]
    [InlineData(Verdict.Skipped, Verdict.Failed, "newly failing")]
    [InlineData(Verdict.ExpectedFailure, Verdict.UnexpectedPass, "newly failing")]
    [InlineData(Verdict.Failed, Verdict.Passed, "fixed")]
    [InlineData(Verdict.Failed, Verdict.Failed, "still failing")]
    [InlineData(Verdict.Failed, Verdict.UnexpectedPass, "still failing")]
    [InlineData(null, Verdict.Passed, "new")]
    [InlineData(Verdict.Passed, null, "vanished")]
    [InlineData(Verdict.Passed, Verdict.Warning, "otherwise")]
    [InlineData(Verdict.Failed, Verdict.Misconfigured, "otherwise")]
    [InlineData(Verdict.Passed, Verdict.Passed, "")]
    public void Every_change_is_told_once_under_its_name(Verdict? before, Verdict? after, string name)
    {
        var comparison = RunComparison.Of(RunOf(before), RunOf(after));

        Told(comparison).ShouldBe(name.Length == 0 ? [] : [name]);
    }

    [Theory]
    [InlineData(Verdict.Passed, Verdict.Failed, true)]
    [InlineData(null, Verdict.Failed, true)]
    [InlineData(Verdict.Passed, Verdict.Misconfigured, true)]
    [InlineData(Verdict.Failed, Verdict.Failed, false)]
    [InlineData(Verdict.Failed, Verdict.Passed, false)]
    [InlineData(Verdict.Passed, null, false)]
    public void It_got_worse_when_something_fails_that_did_not(Verdict? before, Verdict? after, bool isWorse) => RunComparison.Of(RunOf(before), RunOf(after)).IsWorse.ShouldBe(isWorse);

    private static RunRecord RunOf(Verdict? verdict)
    {
        CaseResult[] cases = [ExampleRun.Case("api/always", "It is so", Requirement.Must("CONF-6.1.1-1"), Verdict.Passed)];
        return ExampleRun.Record(verdict is { } known ? [.. cases, ExampleRun.Case("api/a", "It is so", Requirement.Must("CONF-6.1.1-1"), known)] : cases);
    }

    private static List<string> Told(RunComparison comparison) => [.. new (string Name, IReadOnlyList<CaseChange> Changes)[]
    {
        ("newly failing", comparison.NewlyFailing), ("fixed", comparison.Fixed), ("still failing", comparison.StillFailing), ("new", comparison.Added), ("vanished", comparison.Vanished), ("otherwise", comparison.Otherwise),
    }.SelectMany(part => part.Changes.Select(_ => part.Name))];
}
