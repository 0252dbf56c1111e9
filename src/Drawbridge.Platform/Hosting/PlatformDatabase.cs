using Drawbridge.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Hosting;

/// <summary>The platform's own database. A type of its own, so that a host with a database for something else may embed the platform.</summary>
internal sealed class PlatformDatabase(IOptions<PlatformOptions> options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Database _database = Database.Open(DatabaseOptions.Parse(options.Value.Database), time, loggers);

    public Database Database => _database;

    public Task<T> ReadAsync<T>(Func<DbSession, Task<T>> query, CancellationToken cancellationToken) => _database.ReadAsync(query, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);

    public Task WriteAsync(Func<DbSession, Task> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
