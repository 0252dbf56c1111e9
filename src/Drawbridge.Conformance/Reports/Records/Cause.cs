using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Records;

/// <summary>Cases that ended badly and are put right by the same thing.</summary>
/// <param name="Remedy">What to do.</param>
/// <param name="Cases">What it puts right.</param>
public sealed record Cause(string Remedy, IReadOnlyList<CaseRecord> Cases)
{
    /// <summary>What to do about a run, in this order: what keeps cases from being looked at, then what most cases fail for.</summary>
    public static IReadOnlyList<Cause> Of(RunRecord run) =>
    [
        .. run.Cases.Where(static one => one.Verdict is Verdict.Misconfigured || one.Verdict.Fails())
            .GroupBy(static one => one.Remedy ?? one.Title, StringComparer.Ordinal)
            .Select(static group => new Cause(group.Key, [.. group]))
            .OrderBy(static cause => cause.Cases[0].Verdict == Verdict.Misconfigured ? 0 : 1)
            .ThenByDescending(static cause => cause.Cases.Count),
    ];
}
