using System.Collections;
using System.Data.Common;
using Dapper;
using Drawbridge.Storage.Mapping;
using Drawbridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Drawbridge.Storage;

/// <summary>
/// A connection for the time of one query or one write. Not thread-safe, and of no use after the function that got it.
/// <para>Row types have <c>{ get; init; }</c> properties; <c>snake_case</c> columns match <c>PascalCase</c> names. Numbers, booleans
/// and enums convert as needed, and <see cref="DateTimeOffset"/> is unix milliseconds in the database, both ways, on both engines.</para>
/// </summary>
public sealed class DbSession
{
    private List<(string Channel, string Payload)>? _notifications;

    internal DbSession(
        Dialect dialect, DbConnection connection, DbTransaction? transaction, bool isWrite, CancellationToken cancellationToken)
    {
        Dialect = dialect;
        Connection = connection;
        Transaction = transaction;
        IsWrite = isWrite;
        CancellationToken = cancellationToken;
    }

    public Dialect Dialect { get; }

    public DbConnection Connection { get; }

    /// <summary>PostgreSQL: the transaction of a write. Null in a read, and on SQLite, where the transaction is the writer's own.</summary>
    public DbTransaction? Transaction { get; }

    public CancellationToken CancellationToken { get; }

    internal bool IsWrite { get; }

    /// <summary>SQLite: what to tell once the transaction is committed.</summary>
    internal IReadOnlyList<(string Channel, string Payload)> Notifications => _notifications ?? [];

    /// <summary>Runs a statement and returns how many rows it changed. Given a sequence of parameters it runs once for each.</summary>
    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        if (parameters is IEnumerable many and not IEnumerable<KeyValuePair<string, object>>)
        {
            var changed = 0;
            foreach (var one in many)
            {
                changed += await Start(static (connection, command) => connection.ExecuteAsync(command), sql, one);
            }

            return changed;
        }

        return await Start(static (connection, command) => connection.ExecuteAsync(command), sql, parameters);
    }

    /// <summary>The first row, or the default of <typeparamref name="T"/> (null; 0 for a number: ask for <c>long?</c> to tell).</summary>
    public Task<T?> FindAsync<T>(string sql, object? parameters = null) =>
        Start(static (connection, command) => connection.QueryFirstOrDefaultAsync<T>(command), sql, parameters);

    /// <summary>The first row, which must exist.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Task<T> GetAsync<T>(string sql, object? parameters = null) =>
        Start(static (connection, command) => connection.QueryFirstAsync<T>(command), sql, parameters);

    /// <summary>Every row.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await Start(static (connection, command) => connection.QueryAsync<T>(command), sql, parameters)).AsList();

    /// <summary>
    /// A raw command for a hot path: on SQLite compiled once per connection and kept, on PostgreSQL prepared by the pool once it was
    /// seen twice. The session owns it: do not dispose it, read it to its end, and <see cref="DbCommandExtensions.Bind"/> every
    /// parameter each time (on SQLite the values of its last use are still there).
    /// </summary>
    public DbCommand Prepared(string sql) => Connection is CachingSqliteConnection sqlite
        ? sqlite.Prepared.Get(sql)
        : new NpgsqlCommand(sql, (NpgsqlConnection)Connection, (NpgsqlTransaction?)Transaction);

    /// <summary>
    /// Tells the subscribers of a channel, in every process (SQLite: in this one), once this write is committed; never when it is not.
    /// </summary>
    /// <param name="channel">Its name, without a line break.</param>
    /// <param name="payload">At most 7,900 bytes, because PostgreSQL carries no more. Not a secret: any user of the database can listen.</param>
    public async Task NotifyAsync(string channel, string payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel.Length + payload.Length, 7900, nameof(payload));
        if (!IsWrite)
        {
            throw new InvalidOperationException("Only a write can notify: a read commits nothing.");
        }

        if (Dialect.Engine == DatabaseEngine.Sqlite)
        {
            (_notifications ??= []).Add((channel, payload));
            return;
        }

        var command = Prepared("select pg_notify(@channel, @payload)")
            .Bind("@channel", Postgres.PostgresListener.Channel)
            .Bind("@payload", $"{channel}\n{payload}");
        await command.ExecuteNonQueryAsync(CancellationToken);
    }

    /// <summary>Runs a text of one or several statements that is not worth keeping compiled, however long it takes.</summary>
    public async Task ExecuteScriptAsync(string sql)
    {
        await using DbCommand command = Connection is SqliteConnection sqlite
            ? new SqliteCommand(sql, sqlite)
            : new NpgsqlCommand(sql, (NpgsqlConnection)Connection, (NpgsqlTransaction?)Transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(CancellationToken);
    }

    private Task<T> Start<T>(Func<DbConnection, CommandDefinition, Task<T>> query, string sql, object? parameters)
    {
        var command = new CommandDefinition(sql, parameters, Transaction, cancellationToken: CancellationToken);

        // Dapper sets the parameters before its first await, on this thread.
        OwnParameters.Entered = true;
        try
        {
            return query(Connection, command);
        }
        finally
        {
            OwnParameters.Entered = false;
        }
    }
}
