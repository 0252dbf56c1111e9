namespace Drawbridge.Conformance.Http;

/// <summary>A request and its answer as they are shown: masked, bodies cut to what a person reads.</summary>
public sealed record Exchange
{
    public required string Method { get; init; }

    public required string Url { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; init; } = [];

    public string? RequestBody { get; init; }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> AnswerHeaders { get; init; } = [];

    public string? AnswerBody { get; init; }

    /// <summary>Why there was no answer; null when there was one.</summary>
    public string? Failure { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }
}
