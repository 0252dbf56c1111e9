namespace Drawbridge.Storage.Jobs;

/// <summary>A job that this node has taken, until its lease ends.</summary>
public sealed record Job
{
    public long Id { get; init; }

    public string Queue { get; init; } = string.Empty;

    public string? DedupeKey { get; init; }

    /// <summary>What the one who enqueued it wrote.</summary>
    public string Payload { get; init; } = string.Empty;

    /// <summary>Which attempt this is; 1 is the first.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the attempt before this failed.</summary>
    public string? LastError { get; init; }

    /// <summary>Who took it. With <see cref="Attempts"/> it tells this claim from every other.</summary>
    internal string ClaimedBy { get; init; } = string.Empty;

    /// <summary>It may hold anything, so it is not printed.</summary>
    public override string ToString() => $"{Queue} #{Id}";
}

/// <summary>A job that was given up, for an operator to look at.</summary>
public sealed record FailedJob
{
    public long Id { get; init; }

    public string Queue { get; init; } = string.Empty;

    public string? DedupeKey { get; init; }

    public string Payload { get; init; } = string.Empty;

    public int Attempts { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset FailedAt { get; init; }
}
