using Drawbridge.Storage.Notifications;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Drawbridge.Storage.Postgres;

internal sealed partial class PostgresDatabase : Database
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresListener _listener;
    private readonly ILogger _logger;
    private readonly int _maxAttempts;

    public PostgresDatabase(DatabaseOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(options, Settings(options), time, loggers, new NotificationHub(loggers.CreateLogger<Database>()))
    {
    }

    private PostgresDatabase(
        DatabaseOptions options, NpgsqlConnectionStringBuilder settings, TimeProvider time, ILoggerFactory loggers, NotificationHub hub)
        : base(Dialect.Postgres, $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}", time, hub)
    {
        _logger = loggers.CreateLogger<Database>();
        _maxAttempts = options.MaxWriteAttempts;

        // No logger for Npgsql itself: it would log each statement.
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        _listener = new PostgresListener(settings.ConnectionString, hub, _logger);
    }

    public override NpgsqlDataSource DataSource => _source;

    public override async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> query, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await query(new DbSession(Dialect, connection, transaction: null, isWrite: false, cancellationToken));
    }

    public override async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(work, cancellationToken);
            }
            catch (PostgresException e) when (attempt < _maxAttempts && IsUndoneByServer(e))
            {
                WriteIsRunAgain(attempt, e.SqlState);
            }
        }
    }

    public override Task CheckAsync(CancellationToken cancellationToken) =>
        WriteAsync(static session => session.GetAsync<long>("select 1"), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _source.DisposeAsync();
    }

    private protected override void OnSubscribed() => _listener.Start();

    private static NpgsqlConnectionStringBuilder Settings(DatabaseOptions options)
    {
        var given = new NpgsqlConnectionStringBuilder(PostgresUrl.Normalize(options.ConnectionString));
        var settings = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "drawbridge",
            MaxPoolSize = options.PoolSize,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,

            // Sessions leave nothing behind that a reset would undo, and it costs a round trip.
            NoResetOnClose = true,
            Timeout = 5,
            CommandTimeout = 30,
            KeepAlive = 30,
        };

        // What the operator wrote wins; a pool size that was set in the options wins over both.
        foreach (var key in given.Keys.OfType<string>())
        {
            settings[key] = given[key];
        }

        if (options.MaxPoolSize > 0)
        {
            settings.MaxPoolSize = options.MaxPoolSize;
        }

        return settings;
    }

    private static bool IsUndoneByServer(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private async Task<T> WriteOnceAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new DbSession(Dialect, connection, transaction, isWrite: true, cancellationToken));

        // Not cancellable: once it was sent, nobody could say whether it happened.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    [LoggerMessage(LogLevel.Debug, "The server undid a write (attempt {Attempt}, {SqlState}); it is run again")]
    private partial void WriteIsRunAgain(int attempt, string sqlState);
}
