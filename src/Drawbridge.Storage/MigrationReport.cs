namespace Drawbridge.Storage;

/// <summary>What a run of the migrations did.</summary>
/// <param name="Component">Whose schema.</param>
/// <param name="Applied">The migrations this run applied, in order; empty when another node or an earlier run did.</param>
/// <param name="Version">The number the schema is at now.</param>
public sealed record MigrationReport(string Component, IReadOnlyList<Migration> Applied, int Version);

/// <summary>One migration and whether the database has it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="AppliedAt">When it was applied; null when it waits.</param>
public sealed record MigrationStatus(int Number, string Name, DateTimeOffset? AppliedAt);
