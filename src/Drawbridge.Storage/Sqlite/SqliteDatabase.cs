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
