using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>An empty database for one test class. Tests of the class that share it make rows of their own.</summary>
public abstract class DatabaseFixture : IAsyncLifetime
{
    public ManualTimeProvider Clock { get; } = new();

    public DatabaseOptions Options { get; private set; } = new();

    public Database Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Options = await CreateAsync();
        Database = Open();
    }

    /// <summary>The same database once more, as another process would open it.</summary>
    public Database Open() => Database.Open(Options, Clock, NullLoggerFactory.Instance);

    /// <summary>A further empty database on the same engine.</summary>
    public async Task<Database> OpenEmptyAsync() => Database.Open(await CreateAsync(), Clock, NullLoggerFactory.Instance);

    public virtual async ValueTask DisposeAsync() => await Database.DisposeAsync();

    protected abstract Task<DatabaseOptions> CreateAsync();
}

public sealed class SqliteFixture : DatabaseFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-sqlite-");
    private int _count;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override Task<DatabaseOptions> CreateAsync() =>
        Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(_folder.FullName, "state", $"{++_count}.db")));
}

public sealed class PostgresFixture(PostgresCluster cluster) : DatabaseFixture
{
    protected override async Task<DatabaseOptions> CreateAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}
