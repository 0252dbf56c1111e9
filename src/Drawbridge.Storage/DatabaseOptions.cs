using Microsoft.Extensions.Options;
using Npgsql;

namespace Drawbridge.Storage;

/// <summary>Where the state lives, under <c>Drawbridge:Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Drawbridge:Database";

    /// <summary>Which engine. SQLite unless said otherwise.</summary>
    public DatabaseEngine Engine { get; set; } = DatabaseEngine.Sqlite;

    /// <summary>SQLite: the path of the file. PostgreSQL: an Npgsql connection string, or a <c>postgres://</c> URL.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>
    /// The most connections that one process holds for work (a listening or writing connection is extra). 0 means 16 readers on
    /// SQLite and 32 on PostgreSQL, which is enough for several cores because requests that share a statement share a connection.
    /// </summary>
    public int MaxPoolSize { get; set; }

    /// <summary>SQLite only. <see cref="SqliteSynchronous.Full"/>, so that an acknowledged commit survives a power cut.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>SQLite only: how long to wait for another process that holds the write lock. 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>SQLite only: writes that may wait for the one writer before a further one is refused. 10,000.</summary>
    public int WriteQueueLimit { get; set; } = 10_000;

    /// <summary>PostgreSQL only: how often a write is run in all when the server keeps undoing it (deadlock, serialization). 5.</summary>
    public int MaxWriteAttempts { get; set; } = 5;

    /// <summary>A SQLite file. It and its folder are made when they are missing.</summary>
    public static DatabaseOptions ForSqlite(string path) => new() { Engine = DatabaseEngine.Sqlite, ConnectionString = path };

    /// <summary>A PostgreSQL server, by Npgsql connection string or <c>postgres://</c> URL.</summary>
    public static DatabaseOptions ForPostgres(string connectionString) =>
        new() { Engine = DatabaseEngine.Postgres, ConnectionString = connectionString };

    /// <summary>
    /// Reads <c>sqlite:/path/file.db</c>, <c>postgres://user:password@host/database</c> or <c>Host=...;Database=...</c>.
    /// </summary>
    /// <exception cref="FormatException">It is none of them. The message does not repeat the text: it may hold a password.</exception>
    public static DatabaseOptions Parse(string text)
    {
        if (text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
        {
            return ForSqlite(text["sqlite:".Length..]);
        }

        if (Postgres.PostgresUrl.IsUrl(text) || text.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return ForPostgres(text);
        }

        throw new FormatException("A database is 'sqlite:/path/file.db', 'postgres://user:password@host/database' or 'Host=...;Database=...'.");
    }

    internal int PoolSize => MaxPoolSize > 0 ? MaxPoolSize : Engine == DatabaseEngine.Sqlite ? 16 : 32;

    /// <summary>Reports every fault at once.</summary>
    public sealed class Validator : IValidateOptions<DatabaseOptions>
    {
        public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (!Enum.IsDefined(options.Engine))
            {
                result.AddError("must be Sqlite or Postgres", $"{Section}:{nameof(Engine)}");
            }

            if (ConnectionStringFault(options) is { } fault)
            {
                result.AddError(fault, $"{Section}:{nameof(ConnectionString)}");
            }

            if (options.MaxPoolSize is < 0 or > 1000)
            {
                result.AddError($"must be 0 (automatic) to 1000, but is {options.MaxPoolSize}", $"{Section}:{nameof(MaxPoolSize)}");
            }

            if (!Enum.IsDefined(options.Synchronous))
            {
                result.AddError("must be Normal or Full", $"{Section}:{nameof(Synchronous)}");
            }

            if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > TimeSpan.FromMinutes(5))
            {
                result.AddError($"must be at most 5 minutes, but is {options.BusyTimeout}", $"{Section}:{nameof(BusyTimeout)}");
            }

            if (options.WriteQueueLimit < 1)
            {
                result.AddError($"must be at least 1, but is {options.WriteQueueLimit}", $"{Section}:{nameof(WriteQueueLimit)}");
            }

            if (options.MaxWriteAttempts is < 1 or > 100)
            {
                result.AddError($"must be 1 to 100, but is {options.MaxWriteAttempts}", $"{Section}:{nameof(MaxWriteAttempts)}");
            }

            return result.Build();
        }

        private static string? ConnectionStringFault(DatabaseOptions options)
        {
            if (string.IsNullOrWhiteSpace(options.ConnectionString))
            {
                return "must name a file (SQLite) or a server (PostgreSQL)";
            }

            if (options.Engine == DatabaseEngine.Sqlite)
            {
                return options.ConnectionString.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
                    ? "must be a file: readers and the writer are different connections, which an in-memory database cannot share"
                    : null;
            }

            try
            {
                return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(Postgres.PostgresUrl.Normalize(options.ConnectionString)).Host)
                    ? "must name a host"
                    : null;
            }
            catch (Exception e) when (e is ArgumentException or FormatException)
            {
                // The parser's own message may repeat a part of the text, which may hold the password.
                return "is not a PostgreSQL connection string";
            }
        }
    }
}
