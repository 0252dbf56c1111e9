namespace Drawbridge.Cli.Conform.Running;

/// <summary>What <c>drawbridge conform run</c> was asked for.</summary>
internal sealed record RunOptions
{
    /// <summary>The plan; null when <see cref="Rerun"/> knows it, or with <see cref="Self"/>.</summary>
    public string? Plan { get; init; }

    /// <summary>Whether Drawbridge's own sides are looked at.</summary>
    public bool Self { get; init; }

    public IReadOnlyList<string> Patterns { get; init; } = [];

    public bool DryRun { get; init; }

    /// <summary>Only what did not pass in the earlier run.</summary>
    public bool Failed { get; init; }

    /// <summary>An earlier run whose cases are run again: identifier or folder; null for none.</summary>
    public string? Rerun { get; init; }

    public required string Output { get; init; }

    public bool Strict { get; init; }

    public bool Json { get; init; }

    /// <summary>Whether the check of plan and target before the run is left out.</summary>
    public bool SkipDoctor { get; init; }
}
