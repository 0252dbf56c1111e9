[assembly: AssemblyFixture(typeof(Drawbridge.IntegrationTests.Hosting.PostgresCluster))]

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>
/// The PostgreSQL that the tests use: the server of <c>DRAWBRIDGE_TEST_POSTGRES</c> (a superuser's connection string), or else a
/// private one on loopback that is started at first use and thrown away at the end.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _superuser;
    private PostgresServer? _own;

    /// <summary>The connection string of a new, empty database. Give every test class its own.</summary>
    public async Task<string> CreateDatabaseAsync() => await PostgresServer.CreateDatabaseAsync(await StartAsync());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<string> StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_superuser is null && Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_POSTGRES") is not { Length: > 0 })
            {
                _own = await PostgresServer.StartAsync();
            }

            return _superuser ??= _own?.Superuser ?? Environment.GetEnvironmentVariable("DRAWBRIDGE_TEST_POSTGRES")!;
        }
        finally
        {
            _gate.Release();
        }
    }
}
