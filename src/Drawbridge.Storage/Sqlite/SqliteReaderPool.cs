namespace Drawbridge.Storage.Sqlite;

/// <summary>Read connections, the one used last first, so that few stay warm when few are needed.</summary>
internal sealed class SqliteReaderPool(SqliteFile file, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly Lock _gate = new();
    private readonly Stack<CachingSqliteConnection> _idle = new(size);
    private readonly HashSet<CachingSqliteConnection> _current = new(size);
    private bool _disposed;

    /// <summary>Closes every connection, those that are out once they come back; others are opened in their place.</summary>
    public void Renew()
    {
        List<CachingSqliteConnection> idle;
        lock (_gate)
        {
            idle = [.. _idle];
            _idle.Clear();
            _current.Clear();
        }

        idle.ForEach(static connection => connection.Dispose());
    }

    public async ValueTask<CachingSqliteConnection> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_idle.TryPop(out var connection))
                {
                    return connection;
                }
            }

            var opened = file.OpenReader();
            lock (_gate)
            {
                _current.Add(opened);
            }

            return opened;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Return(CachingSqliteConnection connection)
    {
        bool keep;
        lock (_gate)
        {
            keep = !_disposed && _current.Contains(connection);
            if (keep)
            {
                _idle.Push(connection);
            }
        }

        if (!keep)
        {
            connection.Dispose();
        }

        _free.Release();
    }

    public void Dispose()
    {
        List<CachingSqliteConnection> idle;
        lock (_gate)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        idle.ForEach(static connection => connection.Dispose());

        // Not the semaphore: a reader that is out still gives itself back.
    }
}
