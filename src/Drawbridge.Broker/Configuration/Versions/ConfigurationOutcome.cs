namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>What a request would do, or did.</summary>
/// <param name="BaseVersion">The version that it was compared with.</param>
/// <param name="Changes">What differs, CRM by CRM and broker by broker.</param>
public sealed record ConfigurationPlan(long BaseVersion, IReadOnlyList<EntityChange> Changes)
{
    /// <summary>Whether anything would be written.</summary>
    public bool HasChanges => Changes.Any(static change => change.Kind != EntityChangeKind.Kept);
}

/// <summary>How a request ended. Closed family.</summary>
public abstract record ConfigurationOutcome
{
    private ConfigurationOutcome()
    {
    }

    /// <summary>It would do this; nothing was written.</summary>
    public sealed record Planned(ConfigurationPlan Plan) : ConfigurationOutcome;

    /// <summary>It is in force everywhere soon, as this version.</summary>
    public sealed record Applied(long Version, ConfigurationPlan Plan) : ConfigurationOutcome;

    /// <summary>Everything is as asked for already.</summary>
    public sealed record Unchanged(ConfigurationPlan Plan) : ConfigurationOutcome;

    /// <summary>Something is wrong; all of it, each with its key.</summary>
    public sealed record Refused(IReadOnlyList<string> Faults) : ConfigurationOutcome;

    /// <summary>It was made for a version that is no longer the newest.</summary>
    public sealed record Outdated(long NewestVersion, IReadOnlyList<EntityChange> Meanwhile) : ConfigurationOutcome;
}

/// <summary>A version of the configuration.</summary>
/// <param name="Version">Its number.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Origin">By whom and from where.</param>
/// <param name="Restored">The older version that it put back, null = none.</param>
/// <param name="Entities">How many CRMs and brokers it changed.</param>
public sealed record ConfigurationVersion(long Version, DateTimeOffset MadeAt, ConfigurationOrigin Origin, long? Restored, int Entities);
