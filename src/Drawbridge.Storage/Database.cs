using Drawbridge.Storage.Mapping;
using Drawbridge.Storage.Notifications;
using Drawbridge.Storage.Postgres;
using Drawbridge.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Drawbridge.Storage;

/// <summary>
/// One database, on either engine. Thread-safe; a process opens it once and disposes it last.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    private readonly NotificationHub _hub;

    private protected Database(Dialect dialect, string location, TimeProvider time, NotificationHub hub)
    {
        Dialect = dialect;
        Location = location;
        Time = time;
        _hub = hub;
    }

    public Dialect Dialect { get; }

    /// <summary>Where it is, for logs and people: a path, or host, port and database. Never a user name or password.</summary>
    public string Location { get; }

    /// <summary>PostgreSQL only: the pool itself, for hot paths that want to speak Npgsql. Null on SQLite.</summary>
    public virtual NpgsqlDataSource? DataSource => null;

    internal TimeProvider Time { get; }

    /// <summary>Opens the database; SQLite makes the file when it is missing. PostgreSQL is not contacted yet.</summary>
    /// <exception cref="OptionsValidationException">The options are wrong; it names every fault.</exception>
    public static Database Open(DatabaseOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var validation = new DatabaseOptions.Validator().Validate(name: null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException(DatabaseOptions.Section, typeof(DatabaseOptions), validation.Failures);
        }

        DapperSetup.Apply();
        return options.Engine == DatabaseEngine.Postgres
            ? new PostgresDatabase(options, time, loggers)
            : new SqliteDatabase(options, time, loggers);
    }

    /// <summary>Runs <paramref name="query"/> on a pooled connection, without a transaction: each statement sees what was committed before it.</summary>
    public abstract Task<T> ReadAsync<T>(Func<DbSession, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and returns its result once that is committed. When it throws, nothing of it
    /// remains and the exception comes out here.
    /// <para>SQLite: works queue for the one writer, which runs many of them in one transaction, each in a savepoint of its own, so
    /// that one that fails undoes nothing of another. A work must await nothing but the session, because everybody waits for it.</para>
    /// <para>PostgreSQL: a transaction of its own, read committed. A work that the server undid because of a deadlock or a
    /// serialization failure is run again, so it may run more than once and must have no effect outside the session.</para>
    /// </summary>
    /// <exception cref="StorageBusyException">SQLite: too many works wait already. Nothing was run.</exception>
    public abstract Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{DbSession, Task{T}}, CancellationToken)"/>
    public Task WriteAsync(Func<DbSession, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            cancellationToken);

    /// <summary>Completes when the database can be read and written; throws what is wrong otherwise.</summary>
    public abstract Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lets the engine look again at how its rows are spread, which its planner goes by, if it does not do so by itself: SQLite. Quick whatever the size
    /// (at most some hundred rows of an index are read), so it can be called from time to time.
    /// </summary>
    /// <param name="tables">Names of the tables whose indexes cannot be told apart without; none of their statements may look for one of several values and a range at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task RefreshStatisticsAsync(IReadOnlyList<string> tables, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Calls <paramref name="handler"/> with each payload that a committed <see cref="DbSession.NotifyAsync"/> sent to the channel:
    /// on SQLite from this process, before the writer's result is handed out; on PostgreSQL from every process, soon after the commit.
    /// The payload is <see cref="MissedPayload"/> when some may have been missed: on PostgreSQL once it listens, and after each
    /// reconnect. Handlers must be short and not block; what they throw is logged.
    /// </summary>
    public IDisposable Subscribe(string channel, Action<string> handler)
    {
        var subscription = _hub.Subscribe(channel, handler);
        OnSubscribed();
        return subscription;
    }

    /// <summary>The payload that stands for "anything may have happened".</summary>
    public const string MissedPayload = "*";

    public abstract ValueTask DisposeAsync();

    private protected virtual void OnSubscribed()
    {
    }
}
