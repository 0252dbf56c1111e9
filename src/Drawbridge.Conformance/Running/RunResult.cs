using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Running;

/// <summary>A run of a plan.</summary>
public sealed record RunResult
{
    public required Side Side { get; init; }

    /// <summary>What the plan calls the target.</summary>
    public required string Target { get; init; }

    /// <summary>The target's address.</summary>
    public required string Url { get; init; }

    /// <summary>The broker that was looked at.</summary>
    public string? BrokerName { get; init; }

    public string? BrokerCrmName { get; init; }

    /// <summary>Version of the program that ran it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Whether inferred requirements fail the run.</summary>
    public bool Strict { get; init; }

    /// <summary>In the order of the catalogue.</summary>
    public required IReadOnlyList<CaseResult> Cases { get; init; }

    public int Count(Verdict verdict) => Cases.Count(one => one.Verdict == verdict);

    /// <summary>Whether the target conforms as far as it was looked at.</summary>
    public bool Passed => !Cases.Any(static one => one.Verdict.Fails());

    /// <summary>Whether something kept cases from being looked at.</summary>
    public bool Misconfigured => Cases.Any(static one => one.Verdict == Verdict.Misconfigured);
}
