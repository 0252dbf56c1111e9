using System.Text.Json.Serialization;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Records;

/// <summary>How a case ended at a target.</summary>
public sealed record CaseRecord
{
    public required string Id { get; init; }

    /// <summary><see cref="TargetRecord.Key"/> of what was looked at.</summary>
    public required string Target { get; init; }

    public required string Title { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>The one that is broken when the case fails comes first.</summary>
    public required IReadOnlyList<RequirementRecord> Requirements { get; init; }

    public string? Reason { get; init; }

    public string? Expected { get; init; }

    public string? Received { get; init; }

    public string? Remedy { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public double DurationSeconds { get; init; }

    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>What the identifier begins with: <c>api</c>, <c>screens</c>.</summary>
    [JsonIgnore]
    public string Area => Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? Id[..end] : Id;
}

/// <summary>A requirement that a case looks at.</summary>
/// <param name="Id">Its identifier in <c>docs/protocol</c>.</param>
/// <param name="Level">How binding it is.</param>
/// <param name="Basis">Where its wording comes from.</param>
public sealed record RequirementRecord(string Id, Level Level, Basis Basis);

/// <summary>What a case did, or found.</summary>
public sealed record StepRecord
{
    public required string Text { get; init; }

    /// <summary>Since the case began.</summary>
    public double AtSeconds { get; init; }

    public Exchange? Exchange { get; init; }

    /// <summary>The file of a picture, relative to the run's folder.</summary>
    public string? Picture { get; init; }

    /// <summary>The picture itself while the run is fresh; afterwards it is in its file.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Png { get; init; }
}
