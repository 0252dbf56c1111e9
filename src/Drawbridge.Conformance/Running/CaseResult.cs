using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;

namespace Drawbridge.Conformance.Running;

/// <summary>How a case ended, with everything that was seen. Holds no secret: what goes in is masked.</summary>
public sealed record CaseResult
{
    public required ConformanceCase Case { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Why it was skipped or disabled, what a person is to look for, what is wrong with the configuration, why a failure is expected; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What the protocol asks for; only when the sentence is not true.</summary>
    public string? Expected { get; init; }

    /// <summary>What came instead; only when the sentence is not true.</summary>
    public string? Received { get; init; }

    /// <summary>What to do; null when there is nothing to do.</summary>
    public string? Remedy { get; init; }

    public IReadOnlyList<Step> Steps { get; init; } = [];

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }
}
