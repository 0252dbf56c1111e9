namespace Drawbridge.Cli.Trust;

/// <summary>A place that says which authorities programs accept.</summary>
internal abstract class TrustStore
{
    /// <summary>What it is to a person, and where.</summary>
    public abstract string Name { get; }

    /// <summary>What keeps it from being changed and what to do about it; null when nothing does.</summary>
    public virtual string? Obstacle => null;

    /// <summary>What to do to put the authority in.</summary>
    public abstract IReadOnlyList<TrustStep> Adding { get; }

    /// <summary>What to do to take it out.</summary>
    public abstract IReadOnlyList<TrustStep> Removing { get; }

    /// <summary>Whether the authority is in it. Changes nothing.</summary>
    public abstract Task<bool> HasAsync(CancellationToken cancellationToken);
}
