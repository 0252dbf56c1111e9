namespace Drawbridge.Storage.Migrating;

/// <summary>A row of <c>schema_migrations</c>.</summary>
internal sealed record AppliedMigration
{
    public int Number { get; init; }

    public string Name { get; init; } = string.Empty;

    public string Checksum { get; init; } = string.Empty;

    public DateTimeOffset AppliedAt { get; init; }
}
