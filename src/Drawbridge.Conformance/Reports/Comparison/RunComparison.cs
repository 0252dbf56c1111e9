using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Comparison;

/// <summary>What is different between two runs, case by case. Targets are told apart by their names, so that a run of all of them can be compared with that of one.</summary>
public sealed record RunComparison
{
    public required RunRecord Before { get; init; }

    public required RunRecord After { get; init; }

    /// <summary>Bad now, and not before.</summary>
    public required IReadOnlyList<CaseChange> NewlyFailing { get; init; }

    /// <summary>Bad before, and not now.</summary>
    public required IReadOnlyList<CaseChange> Fixed { get; init; }

    /// <summary>Bad both times.</summary>
    public required IReadOnlyList<CaseChange> StillFailing { get; init; }

    /// <summary>Run now, and not there before.</summary>
    public required IReadOnlyList<CaseChange> Added { get; init; }

    /// <summary>There before, and not now: taken out of the catalogue, or not chosen.</summary>
    public required IReadOnlyList<CaseChange> Vanished { get; init; }

    /// <summary>Neither good nor bad in one of them: skipped, warnings, what could not be looked at.</summary>
    public required IReadOnlyList<CaseChange> Otherwise { get; init; }

    /// <summary>Whether anything got worse.</summary>
    public bool IsWorse => NewlyFailing.Count > 0 || Added.Any(static one => IsBad(one.After)) || Otherwise.Any(static one => one is { Before: Verdict.Passed, After: Verdict.Misconfigured });

    public static RunComparison Of(RunRecord before, RunRecord after)
    {
        var old = ByKey(before);
        var changes = after.Cases.Select(one => new CaseChange(one.Id, after.TargetOf(one).Name, one.Title, old.GetValueOrDefault(Key(after, one))?.Verdict, one.Verdict)).ToList();
        var now = ByKey(after);
        var vanished = before.Cases.Where(one => !now.ContainsKey(Key(before, one))).Select(one => new CaseChange(one.Id, before.TargetOf(one).Name, one.Title, one.Verdict, null)).ToList();
        var both = changes.Where(static one => one.Before is not null).ToList();
        return new RunComparison
        {
            Before = before,
            After = after,
            NewlyFailing = [.. both.Where(static one => IsBad(one.After) && !IsBad(one.Before))],
            Fixed = [.. both.Where(static one => IsBad(one.Before) && IsGood(one.After))],
            StillFailing = [.. both.Where(static one => IsBad(one.Before) && IsBad(one.After))],
            Added = [.. changes.Where(static one => one.Before is null)],
            Vanished = vanished,
            Otherwise = [.. both.Where(static one => one.Before != one.After && !IsBad(one.After) && !(IsBad(one.Before) && IsGood(one.After)))],
        };
    }

    private static bool IsBad(Verdict? verdict) => verdict?.Fails() == true;

    private static bool IsGood(Verdict? verdict) => verdict is Verdict.Passed or Verdict.ExpectedFailure;

    private static Dictionary<(string Target, string Id), CaseRecord> ByKey(RunRecord run) => run.Cases.ToDictionary(one => Key(run, one));

    private static (string Target, string Id) Key(RunRecord run, CaseRecord one) => (run.TargetOf(one).Name, one.Id);
}

/// <summary>A case in two runs.</summary>
/// <param name="Id">The case.</param>
/// <param name="Target">What was looked at.</param>
/// <param name="Title">The sentence that is checked.</param>
/// <param name="Before">How it ended; null when it was not there.</param>
/// <param name="After">How it ended; null when it is not there.</param>
public sealed record CaseChange(string Id, string Target, string Title, Verdict? Before, Verdict? After);
