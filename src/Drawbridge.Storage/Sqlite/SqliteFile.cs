using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Drawbridge.Storage.Sqlite;

/// <summary>The file, and how connections to it are set up.</summary>
internal sealed class SqliteFile
{
    // Per connection, in KiB (negative means size, not pages).
    private const int CacheKib = 8 * 1024;

    // What one huge write made of the log is given back to the file system once it is folded into the file.
    private const long LargestIdleLog = 64 * 1024 * 1024;

    private readonly DatabaseOptions _options;
    private readonly string _connectionString;

    public SqliteFile(DatabaseOptions options)
    {
        _options = options;
        Path = System.IO.Path.GetFullPath(options.ConnectionString);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false, // readers are pooled here, together with their statements
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
        }.ToString();
        CreateIfMissing(Path);
    }

    public string Path { get; }

    public CachingSqliteConnection OpenWriter()
    {
        var connection = Open();
        Run(connection, "pragma journal_mode = wal");
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"pragma journal_size_limit = {LargestIdleLog}"));
        Run(connection, $"pragma synchronous = {(_options.Synchronous == SqliteSynchronous.Full ? "full" : "normal")}");
        return connection;
    }

    public CachingSqliteConnection OpenReader()
    {
        var connection = Open();
        Run(connection, "pragma query_only = on");
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Nobody but the owner may read it. SQLite gives its side files the same mode.</summary>
    private static void CreateIfMissing(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var created = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private CachingSqliteConnection Open()
    {
        var connection = new CachingSqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"pragma busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds}"));
            Run(connection, "pragma foreign_keys = on");
            Run(connection, "pragma temp_store = memory");
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"pragma cache_size = -{CacheKib}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
