using Drawbridge.Storage.Migrating;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.Storage;

/// <summary>
/// Brings a component's schema forward, never back. Each migration is one transaction together with its record, under a lock that
/// every node takes, so any number of nodes may start at once.
/// </summary>
public sealed partial class Migrator
{
    // Any number that nobody else locks: "drawbrdg" in ASCII.
    private const long LockKey = 0x6472_6177_6272_6467;

    private readonly Database _database;
    private readonly ILogger _logger;

    public Migrator(Database database, ILoggerFactory? loggers = null)
    {
        _database = database;
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<Migrator>();
    }

    /// <summary>Applies what is missing. Does nothing when the schema is current.</summary>
    /// <exception cref="MigrationException">The database and the program do not fit; nothing was changed by the step that found out.</exception>
    public async Task<MigrationReport> MigrateAsync(MigrationSet set, CancellationToken cancellationToken)
    {
        var applied = new List<Migration>();
        while (await ApplyNextAsync(set, cancellationToken) is { } migration)
        {
            applied.Add(migration);
            Applied(set.Component, migration.Number, migration.Name);
        }

        return new MigrationReport(set.Component, applied, set.Migrations.Count);
    }

    /// <summary>Which migrations the database has. Changes nothing.</summary>
    /// <exception cref="MigrationException">The database and the program do not fit.</exception>
    public async Task<IReadOnlyList<MigrationStatus>> StatusAsync(MigrationSet set, CancellationToken cancellationToken)
    {
        var applied = await _database.ReadAsync(
            async session => await HasTableAsync(session) ? await ListAppliedAsync(session, set) : [],
            cancellationToken);
        Verify(set, applied);
        return [.. set.Migrations.Select(m => new MigrationStatus(m.Number, m.Name, m.Number <= applied.Count ? applied[m.Number - 1].AppliedAt : null))];
    }

    private static async Task<bool> HasTableAsync(DbSession session) =>
        await session.GetAsync<long>(session.Dialect.Choose(
            postgres: "select count(*) from pg_catalog.pg_class where oid = to_regclass('schema_migrations')",
            sqlite: "select count(*) from sqlite_master where type = 'table' and name = 'schema_migrations'")) > 0;

    private static Task<IReadOnlyList<AppliedMigration>> ListAppliedAsync(DbSession session, MigrationSet set) =>
        session.ListAsync<AppliedMigration>(
            "select number, name, checksum, applied_at from schema_migrations where component = @Component order by number",
            new { set.Component });

    private static void Verify(MigrationSet set, IReadOnlyList<AppliedMigration> applied)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            var row = applied[i];
            if (row.Number > set.Migrations.Count)
            {
                throw new MigrationException(
                    $"The database is newer than this program: it has migration {row.Number} ({row.Name}) of '{set.Component}', this program knows {set.Migrations.Count}. Run the newer program, or restore a backup from before the upgrade.");
            }

            if (row.Number != i + 1)
            {
                throw new MigrationException(
                    $"The database has migration {row.Number} ({row.Name}) of '{set.Component}', but not {i + 1}. Its table schema_migrations was changed by hand: restore it from a backup.");
            }

            var migration = set.Migrations[i];
            if (row.Checksum != migration.Checksum)
            {
                throw new MigrationException(
                    $"Migration {migration} of '{set.Component}' was changed after it was applied here as {row.Number:D4}_{row.Name}. Put the file back as it was and make the change in a new migration.");
            }
        }
    }

    private Task<Migration?> ApplyNextAsync(MigrationSet set, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            async session =>
            {
                await LockAsync(session);
                await session.ExecuteAsync(
                    """
                    create table if not exists schema_migrations (
                      component text not null,
                      number bigint not null,
                      name text not null,
                      checksum text not null,
                      applied_at bigint not null,
                      primary key (component, number)
                    )
                    """);
                var applied = await ListAppliedAsync(session, set);
                Verify(set, applied);
                if (applied.Count == set.Migrations.Count)
                {
                    return null;
                }

                var next = set.Migrations[applied.Count];
                await ApplyAsync(session, set.Component, next);
                return next;
            },
            cancellationToken);

    /// <summary>Until the end of the transaction. SQLite's transaction is the lock.</summary>
    private static async Task LockAsync(DbSession session)
    {
        if (session.Dialect.Engine == DatabaseEngine.Postgres)
        {
            await session.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey });
        }
    }

    private async Task ApplyAsync(DbSession session, string component, Migration migration)
    {
        try
        {
            await session.ExecuteScriptAsync(MigrationText.For(session.Dialect, migration));
        }
        catch (System.Data.Common.DbException e)
        {
            throw new MigrationException($"Migration {migration} of '{component}' failed and was undone: {e.Message}", e);
        }

        await session.ExecuteAsync(
            """
            insert into schema_migrations (component, number, name, checksum, applied_at)
            values (@component, @Number, @Name, @Checksum, @now)
            """,
            new { component, migration.Number, migration.Name, migration.Checksum, now = _database.Time.GetUtcNow() });
    }

    [LoggerMessage(LogLevel.Information, "Applied migration {Number} ({Name}) of {Component}")]
    private partial void Applied(string component, int number, string name);
}
