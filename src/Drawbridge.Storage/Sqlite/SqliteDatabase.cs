using Drawbridge.Storage.Notifications;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Storage.Sqlite;

internal sealed class SqliteDatabase : Database
{
    private readonly SqliteReaderPool _readers;
    private readonly SqliteWriter _writer;

    public SqliteDatabase(DatabaseOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(options, Initialize(options), time, new NotificationHub(loggers.CreateLogger<Database>()))
    {
    }

    private SqliteDatabase(DatabaseOptions options, SqliteFile file, TimeProvider time, NotificationHub hub)
        : base(Dialect.Sqlite, file.Path, time, hub)
    {
        _writer = new SqliteWriter(file.OpenWriter(), hub, options.WriteQueueLimit);
        _readers = new SqliteReaderPool(file, options.PoolSize);
    }

    public override async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> query, CancellationToken cancellationToken)
    {
        var connection = await _readers.RentAsync(cancellationToken);
        try
        {
            return await query(new DbSession(Dialect, connection, transaction: null, isWrite: false, cancellationToken));
        }
        finally
        {
            _readers.Return(connection);
        }
    }

    public override Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.RunAsync(work, cancellationToken);

    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(static session => session.GetAsync<long>("select 1"), cancellationToken);
        await WriteAsync(static _ => Task.CompletedTask, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Of tables that have statistics the bundled version leaves out rows in <c>a in (…) and b &gt;= …</c> over an index of both, so only tables have them that are
    /// named, and those of all others are taken away.
    /// </remarks>
    public override async Task RefreshStatisticsAsync(IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        var named = string.Join(", ", tables.Select(static table => $"'{table}'"));
        await WriteAsync(
            session => session.ExecuteScriptAsync(
                $"pragma analysis_limit = 400; {string.Concat(tables.Select(static table => $"analyze {table}; "))}delete from sqlite_stat1 where tbl not in ({named})"),
            cancellationToken);
        _readers.Renew(); // a connection reads the statistics when it is opened
    }

    public override async ValueTask DisposeAsync()
    {
        // The writer last: the last connection to close folds the log into the file.
        _readers.Dispose();
        await _writer.DisposeAsync();
    }

    private static SqliteFile Initialize(DatabaseOptions options)
    {
        SQLitePCL.Batteries_V2.Init();
        return new SqliteFile(options);
    }
}
