using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Records;

/// <summary>A run as <c>run.json</c> keeps it, and as all reports are made from it. Holds no secret. One run may have looked at several targets.</summary>
public sealed record RunRecord
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "drawbridge-conformance-run";

    /// <summary>The newest version of the format that is read and written.</summary>
    public const int Newest = 1;

    /// <summary>That the file is one of these.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Rises when a reader of the older one would misread it; members may be added without that.</summary>
    public int FormatVersion { get; init; } = Newest;

    /// <summary>Unlike that of any other run; begins with the time of its start, so that identifiers sort as runs followed each other.</summary>
    public required string Id { get; init; }

    /// <summary>What the run says of its targets.</summary>
    public RunOutcome Outcome =>
        Count(static verdict => verdict.Fails()) > 0 ? RunOutcome.Failed
        : Count(Verdict.Misconfigured) > 0 ? RunOutcome.Misconfigured
        : Interrupted || Count(static verdict => verdict.Ran()) == 0 ? RunOutcome.Incomplete
        : RunOutcome.Passed;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>Whether requirements that Drawbridge has inferred failed the run as published ones do.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether it was ended before all cases were run.</summary>
    public bool Interrupted { get; init; }

    /// <summary>The plan's file, as it was named; null when there was none.</summary>
    public string? PlanFile { get; init; }

    /// <summary>The patterns that chose cases; empty for all.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    public required IReadOnlyList<TargetRecord> Targets { get; init; }

    /// <summary>How many cases ended in which way. Verdicts that no case has are left out.</summary>
    public required IReadOnlyDictionary<string, int> Totals { get; init; }

    /// <summary>By target, and in the order of the catalogue.</summary>
    public required IReadOnlyList<CaseRecord> Cases { get; init; }

    public int Count(Verdict verdict) => Cases.Count(one => one.Verdict == verdict);

    public int Count(Func<Verdict, bool> what) => Cases.Count(one => what(one.Verdict));

    public TargetRecord TargetOf(CaseRecord one) => Targets.First(target => target.Key == one.Target);
}

/// <summary>What a run says of its targets.</summary>
public enum RunOutcome
{
    /// <summary>They conform as far as they were looked at.</summary>
    Passed,

    /// <summary>At least one case failed.</summary>
    Failed,

    /// <summary>None failed, but some could not be looked at.</summary>
    Misconfigured,

    /// <summary>None failed, but it was ended early, or nothing was looked at.</summary>
    Incomplete,
}

/// <summary>What was looked at.</summary>
/// <param name="Key">Short name, unlike the others of the run; part of anchors.</param>
/// <param name="Side">Which side.</param>
/// <param name="Name">As the plan calls it.</param>
/// <param name="Url">Its address.</param>
/// <param name="BrokerName">The broker.</param>
/// <param name="BrokerCrmName">Its CRM.</param>
public sealed record TargetRecord(string Key, Side Side, string Name, string Url, string? BrokerName, string? BrokerCrmName);
