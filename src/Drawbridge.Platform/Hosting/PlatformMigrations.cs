using Drawbridge.Storage;

namespace Drawbridge.Platform.Hosting;

/// <summary>The schema of the platform's side.</summary>
public static class PlatformMigrations
{
    /// <summary>Its migrations, component <c>platform</c>.</summary>
    public static MigrationSet Set { get; } = MigrationSet.FromAssembly(typeof(PlatformMigrations).Assembly, "platform");
}
