using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Platform.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Migrating;

/// <summary>A schema to bring up to date, and where it is.</summary>
internal sealed record MigrateTarget(string Component, DatabaseOptions Database);

/// <summary>What a configuration or a database asks for.</summary>
internal static class MigrateTargets
{
    private const string PlatformKey = $"{PlatformOptions.Section}:{nameof(PlatformOptions.Database)}";

    /// <exception cref="FaultException">Neither or both of file and database were named, or one is wrong.</exception>
    public static IReadOnlyList<MigrateTarget> Find(string? config, string? secrets, string? database, string? component)
    {
        if ((config is null) == (database is null))
        {
            throw new FaultException("'drawbridge migrate' needs either --config FILE or --database DATABASE.", "'drawbridge migrate --help' explains both.");
        }

        return database is null ? OfConfiguration(config!, secrets, component) : OfDatabase(database, component);
    }

    /// <summary>A database that was only named may hold either side: which one has to be said.</summary>
    private static IReadOnlyList<MigrateTarget> OfDatabase(string database, string? component)
    {
        if (component is null)
        {
            throw new FaultException("a database does not say which side it is for.", "Add --component broker or --component platform.");
        }

        var faults = new ConfigurationFaults("--database");
        var options = DatabaseSetting.Parse(database, "--database", faults);
        faults.ThrowIfAny();
        return [new MigrateTarget(component, options!)];
    }

    /// <summary>The sides that the file configures.</summary>
    private static List<MigrateTarget> OfConfiguration(string config, string? secrets, string? component)
    {
        var configuration = ConfigurationSource.Load(config, secrets);
        var faults = new ConfigurationFaults(Path.GetFullPath(config));
        var targets = new List<MigrateTarget>();
        foreach (var (name, key) in new[] { ("broker", DatabaseOptions.Section), ("platform", PlatformKey) })
        {
            var isMeant = component == name || (component is null && configuration.GetSection(key).Exists());
            if (isMeant && DatabaseSetting.Read(configuration, key, faults) is { } database)
            {
                targets.Add(new MigrateTarget(name, database));
            }
        }

        faults.When(targets.Count == 0 && component is null, DatabaseOptions.Section, $"must say where the broker's database is (the platform's: {PlatformKey})");
        faults.ThrowIfAny();
        return targets;
    }
}
