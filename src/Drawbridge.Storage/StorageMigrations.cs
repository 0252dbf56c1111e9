namespace Drawbridge.Storage;

/// <summary>The schema of the storage's own features. Apply it before those of the components that use them.</summary>
public static class StorageMigrations
{
    public static MigrationSet Set { get; } = MigrationSet.FromAssembly(typeof(StorageMigrations).Assembly, "storage");
}
