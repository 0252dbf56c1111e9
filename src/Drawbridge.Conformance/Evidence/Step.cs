using Drawbridge.Conformance.Http;

namespace Drawbridge.Conformance.Evidence;

/// <summary>What a case did, in order. Everything in it is masked.</summary>
public sealed record Step
{
    /// <summary>What was done, or found, in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Since the case began.</summary>
    public TimeSpan At { get; init; }

    /// <summary>The request and its answer, when the step was one.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>A picture of a screen (PNG), when the step took one.</summary>
    public Picture? Picture { get; init; }
}

/// <summary>A picture of a screen.</summary>
/// <param name="Name">What it shows, as a file name without extension, unlike all others of the case.</param>
/// <param name="Png">The picture.</param>
public sealed record Picture(string Name, ReadOnlyMemory<byte> Png);
