using Drawbridge.Storage;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>Where a change of the configuration came from. The numbers are stored.</summary>
public enum ConfigurationSource
{
    /// <summary>The server's own configuration, at a start.</summary>
    Start = 1,

    /// <summary>A file, by the command line.</summary>
    File = 2,

    /// <summary>The management API.</summary>
    Api = 3,

    /// <summary>The console.</summary>
    Console = 4,
}

/// <summary>Who changes the configuration, and from where.</summary>
/// <param name="Source">By which way.</param>
/// <param name="Actor">Who, such as the address of a member of staff.</param>
/// <param name="Place">The file or network address, null = none.</param>
public sealed record ConfigurationOrigin(ConfigurationSource Source, string Actor, string? Place = null);

/// <summary>A change of the configuration that is asked for. Secrets may be <see cref="SecretSettings.Kept"/>.</summary>
/// <param name="Crms">What shall be.</param>
/// <param name="Origin">Who asks.</param>
public sealed record ConfigurationRequest(IReadOnlyList<CrmConfiguration> Crms, ConfigurationOrigin Origin)
{
    /// <summary>The version that it was made for: a later one that touches the same CRMs refuses it. Null = whatever is the newest.</summary>
    public long? BaseVersion { get; init; }

    /// <summary>Whether brokers of these CRMs that are not named are disabled. Default: they stay as they are.</summary>
    public bool RemoveMissing { get; init; }

    /// <summary>Whether only the named brokers are looked at, and those that are not named not even told of.</summary>
    public bool IsPart { get; init; }

    /// <summary>The older version that it puts back.</summary>
    public long? Restores { get; init; }

    /// <summary>Whether it is the server's start or the operator himself, who may change an installation that is kept in a file.</summary>
    internal bool ByOperator => Origin.Source is ConfigurationSource.Start or ConfigurationSource.File;

    /// <summary>Whether every rule was asked before, when the CRMs were read.</summary>
    internal bool IsChecked { get; init; }

    /// <summary>Written in the same transaction, such as an entry of the audit log.</summary>
    internal Func<DbSession, Task>? Also { get; init; }
}
