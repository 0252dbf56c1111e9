namespace Drawbridge.Storage.Sqlite;

/// <summary>Writes in the order they came, for a thread that sleeps while there are none.</summary>
internal sealed class SqliteWriteQueue(int limit)
{
    private readonly Queue<SqliteWork> _waiting = new();
    private readonly object _gate = new();
    private bool _closed;

    public void Add(SqliteWork work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Database));
            if (_waiting.Count >= limit)
            {
                throw new StorageBusyException();
            }

            _waiting.Enqueue(work);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Sleeps until there is a write. False once the queue is closed and empty.</summary>
    public bool WaitForWork()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    public SqliteWork? TryTake()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out var work) ? work : null;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
