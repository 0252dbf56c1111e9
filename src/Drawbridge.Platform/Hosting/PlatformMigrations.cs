using Drawbridge.Storage;

namespace Drawbridge.Platform.Hosting;

/// <summary>The schema of the platform's side.</summary>
public static class PlatformMigrations
{
    /// <summary>Everything that its database needs, in the order in which it runs.</summary>
    public static IReadOnlyList<MigrationSet> All => [StorageMigrations.Set, Set];

    /// <summary>Its migrations, component <c>platform</c>.</summary>
    public static MigrationSet Set { get; } = MigrationSet.FromAssembly(typeof(PlatformMigrations).Assembly, "platform");
}
