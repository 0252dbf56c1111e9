using System.Globalization;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Platform.Snapshots;

/// <summary>A snapshot as stored, without its rows.</summary>
internal sealed class SnapshotRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public string SchemaVersion { get; init; } = "";

    public long Users { get; init; }

    public long Traders { get; init; }

    public long SizeBytes { get; init; }
}

/// <summary>
/// Copies of the state inside the database. Each change is one transaction: who is interrupted leaves everything as it was.
/// </summary>
internal sealed class SnapshotStore(PlatformDatabase database, TimeProvider time)
{
    public const int Capacity = 100;

    private static readonly PlatformFault NoSnapshot = new(PlatformErrorCode.NotFound, "There is no snapshot of that name.");

    private static readonly PlatformFault Taken = PlatformFault.Invalid("There is a snapshot of that name: delete it first, or choose another name.") with { Status = 409 };

    private static readonly PlatformFault TooMany = PlatformFault.Invalid($"There are {Capacity} snapshots: delete one first.") with { Status = 409 };

    /// <summary>What the tables look like: a snapshot fits only the same.</summary>
    internal static string SchemaVersion { get; } = string.Join(", ", PlatformMigrations.All.Select(static set =>
        string.Create(CultureInfo.InvariantCulture, $"{set.Component} {set.Migrations.Count}")));

    /// <summary>All snapshots, the oldest first.</summary>
    public Task<IReadOnlyList<SnapshotRow>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(static session => session.ListAsync<SnapshotRow>("select * from platform_snapshot order by id"), cancellationToken);

    /// <summary>Copies the state as it is at one moment. Others go on reading, and on PostgreSQL writing, meanwhile.</summary>
    public Task<Outcome<SnapshotRow>> CreateAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync<Outcome<SnapshotRow>>(
            async session =>
            {
                await StateTables.HoldAsync(session, seesOneMoment: true);
                if (await FindAsync(session, name) is not null)
                {
                    return Taken;
                }

                if (await session.GetAsync<long>("select count(*) from platform_snapshot") >= Capacity)
                {
                    return TooMany;
                }

                var before = await UsedBytesAsync(session);
                var id = await session.GetAsync<long>(
                    """
                    insert into platform_snapshot (name, created_at, schema_version, users, traders, size_bytes)
                    values (@name, @now, @SchemaVersion, (select count(*) from platform_user), (select count(*) from platform_trader), 0)
                    returning id
                    """,
                    new { name, now = time.GetUtcNow(), SchemaVersion });
                var tables = await StateTables.ListAsync(session);
                foreach (var table in tables)
                {
                    await session.ExecuteScriptAsync($"create table {CopyOf(id, table.Name)} as select * from {table.Rows}");
                }

                var size = session.Dialect.Engine == DatabaseEngine.Postgres
                    ? await session.GetAsync<long>($"select {string.Join(" + ", tables.Select(table => $"pg_total_relation_size('{CopyOf(id, table.Name)}')"))}")
                    : await UsedBytesAsync(session) - before;
                return await session.GetAsync<SnapshotRow>("update platform_snapshot set size_bytes = @size where id = @id returning *", new { id, size });
            },
            cancellationToken);

    /// <summary>Puts a snapshot in the place of the state.</summary>
    public Task<Outcome<StateChange<SnapshotRow>>> RestoreAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync<Outcome<StateChange<SnapshotRow>>>(
            async session =>
            {
                await StateTables.HoldAsync(session);
                if (await FindAsync(session, name) is not { } snapshot)
                {
                    return NoSnapshot;
                }

                if (snapshot.SchemaVersion != SchemaVersion)
                {
                    return PlatformFault.Invalid(
                        $"The snapshot has another schema ({snapshot.SchemaVersion}) than this program ({SchemaVersion}): delete it and make it again.") with { Status = 409 };
                }

                return await StateChange.RunAsync(session, async () =>
                {
                    var tables = await StateTables.ListAsync(session);
                    await StateTables.EmptyAsync(session, tables);
                    foreach (var table in tables)
                    {
                        await session.ExecuteScriptAsync($"insert into {table.Name} select * from {CopyOf(snapshot.Id, table.Name)}");
                    }

                    await session.NotifyAsync(JobQueue.Channel, Database.MissedPayload);
                    return snapshot;
                });
            },
            cancellationToken);

    /// <summary>Removes a snapshot with its rows; false when there is none of that name.</summary>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await StateTables.HoldAsync(session);
                if (await FindAsync(session, name) is not { } snapshot)
                {
                    return false;
                }

                // Those it has, which are not those of today when it is older than the program.
                var prefix = CopyOf(snapshot.Id, "").Replace("_", @"\_", StringComparison.Ordinal);
                var copies = await session.ListAsync<string>(
                    session.Dialect.Choose(
                        postgres: "select relname::text from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname like @prefix",
                        sqlite: @"select name from sqlite_master where type = 'table' and name like @prefix escape '\'"),
                    new { prefix = prefix + "%" });
                foreach (var copy in copies)
                {
                    await session.ExecuteScriptAsync($"drop table {copy}");
                }

                return await session.ExecuteAsync("delete from platform_snapshot where id = @Id", new { snapshot.Id }) == 1;
            },
            cancellationToken);

    private static Task<SnapshotRow?> FindAsync(DbSession session, string name) =>
        session.FindAsync<SnapshotRow>("select * from platform_snapshot where name = @name", new { name });

    private static string CopyOf(long id, string table) => string.Create(CultureInfo.InvariantCulture, $"snapshot_{id}_{table}");

    /// <summary>SQLite: what of the file is in use.</summary>
    private static async Task<long> UsedBytesAsync(DbSession session) => session.Dialect.Engine == DatabaseEngine.Postgres
        ? 0
        : await session.GetAsync<long>(
            "select (p.page_count - f.freelist_count) * s.page_size from pragma_page_count p, pragma_freelist_count f, pragma_page_size s");
}
