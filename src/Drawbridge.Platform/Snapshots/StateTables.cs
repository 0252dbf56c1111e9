using Drawbridge.Platform.Invite;
using Drawbridge.Storage;
using Npgsql;

namespace Drawbridge.Platform.Snapshots;

/// <summary>A table whose rows are state: what brokers, traders and applications made, not what the settings say.</summary>
/// <param name="Name">The table.</param>
/// <param name="Condition">Which of its rows, when not all of them.</param>
internal sealed record StateTable(string Name, string? Condition = null)
{
    public string Rows => Condition is null ? Name : $"{Name} where {Condition}";
}

/// <summary>The tables of the state, whatever a migration adds to them.</summary>
internal static class StateTables
{
    /// <summary>Where the numbers of things come from: state, but never empty.</summary>
    public const string Sequence = "platform_sequence";

    private const string Snapshots = "platform_snapshot";

    private const string LockWait = "100ms"; // PostgreSQL looks for deadlocks after a second
    private const int LockAttempts = 100;

    /// <summary>Managers and keys follow the settings at every start.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal) { "platform_manager", "platform_key", Snapshots };

    private static readonly StateTable Jobs = new("jobs", $"queue in ({string.Join(", ", InviteJobs.Queues.Select(static queue => $"'{queue}'"))})");

    /// <summary>Keeps other snapshots, restores, resets and seedings waiting until the transaction ends. Must be its first statement.</summary>
    public static async Task HoldAsync(DbSession session, bool seesOneMoment = false)
    {
        if (session.Dialect.Engine == DatabaseEngine.Postgres)
        {
            // The moment is that of the first query, after the lock: nothing of a restore that was waited for is missed.
            await session.ExecuteScriptAsync(
                $"{(seesOneMoment ? "set transaction isolation level repeatable read;" : "")} lock table {Snapshots} in exclusive mode");
        }
    }

    /// <summary>All of them, each after those that its rows refer to.</summary>
    public static async Task<IReadOnlyList<StateTable>> ListAsync(DbSession session)
    {
        var names = (await session.ListAsync<string>(session.Dialect.Choose(
            postgres: @"select relname::text from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname like 'platform\_%' order by 1",
            sqlite: @"select name from sqlite_master where type = 'table' and name like 'platform\_%' escape '\' order by 1"))).Where(static name => !Others.Contains(name)).ToList();
        var references = await session.ListAsync<Reference>(session.Dialect.Choose(
            postgres: "select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace",
            sqlite: """select m.name as child, f."table" as parent from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'"""));
        var parents = references.Where(static reference => reference.Child != reference.Parent).ToLookup(static reference => reference.Child, static reference => reference.Parent);
        var ordered = new List<string>();
        names.ForEach(Visit);
        return [.. ordered.Select(static name => new StateTable(name)), Jobs];

        void Visit(string name)
        {
            if (!ordered.Contains(name))
            {
                parents[name].ToList().ForEach(Visit);
                ordered.Add(name);
            }
        }
    }

    /// <summary>Removes every row of these tables. Nobody else sees it before the transaction ends.</summary>
    public static async Task EmptyAsync(DbSession session, IReadOnlyList<StateTable> tables)
    {
        var whole = tables.Where(static table => table.Condition is null).Select(static table => table.Name).ToList();
        if (session.Dialect.Engine == DatabaseEngine.Postgres)
        {
            await LockAsync(session, whole);
            await session.ExecuteScriptAsync($"truncate {string.Join(", ", whole)}");
        }
        else
        {
            await session.ExecuteScriptAsync(string.Join("; ", whole.AsEnumerable().Reverse().Select(static name => $"delete from {name}")));
        }

        foreach (var part in tables.Where(static table => table.Condition is not null))
        {
            await session.ExecuteScriptAsync($"delete from {part.Rows}");
        }
    }

    /// <summary>
    /// Writers that are under way hold some of the tables and want others: each try gives everything up again before that is a deadlock, so that they
    /// can end.
    /// </summary>
    private static async Task LockAsync(DbSession session, IReadOnlyList<string> tables)
    {
        for (var attempt = 1; ; attempt++)
        {
            await session.ExecuteScriptAsync("savepoint locking");
            try
            {
                await session.ExecuteScriptAsync(
                    $"set local lock_timeout = '{LockWait}'; lock table {string.Join(", ", tables)} in access exclusive mode; lock table {Jobs.Name} in exclusive mode; set local lock_timeout = default");
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < LockAttempts)
            {
                await session.ExecuteScriptAsync("rollback to savepoint locking");
            }
        }
    }

    private sealed record Reference
    {
        public string Child { get; init; } = "";

        public string Parent { get; init; } = "";
    }
}
