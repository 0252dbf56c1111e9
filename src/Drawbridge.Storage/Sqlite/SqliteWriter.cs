using System.Runtime.ExceptionServices;
using Drawbridge.Storage.Notifications;

namespace Drawbridge.Storage.Sqlite;

/// <summary>
/// The one writer: a thread of its own, because a commit blocks on the disk. It runs whatever waits in one transaction, so that many
/// writes share one flush.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Bounds how long the first write of a transaction waits for the last.
    private const int MaxWorksPerCommit = 512;

    private static readonly AsyncLocal<bool> Inside = new();

    private readonly CachingSqliteConnection _connection;
    private readonly NotificationHub _hub;
    private readonly SqliteWriteQueue _queue;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(CachingSqliteConnection connection, NotificationHub hub, int queueLimit)
    {
        _connection = connection;
        _hub = hub;
        _queue = new SqliteWriteQueue(queueLimit);
        new Thread(Loop) { IsBackground = true, Name = "Drawbridge SQLite writer" }.Start();
    }

    private bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public Task<T> RunAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        if (Inside.Value)
        {
            throw new InvalidOperationException("A write inside a write would wait for itself. Pass the session along instead.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var item = new SqliteWork<T>(work, cancellationToken);
        _queue.Add(item);
        return item.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _stopped.Task;
    }

    private void Loop()
    {
        var ran = new List<SqliteWork>(MaxWorksPerCommit);
        while (_queue.WaitForWork())
        {
            try
            {
                RunBatch(ran);
                Settle(ran);
            }
            catch (Exception e)
            {
                RollBackQuietly();
                ran.ForEach(work => work.Fail(e));
            }

            ran.Clear();
        }

        _connection.Dispose();
        _stopped.SetResult();
    }

    private void RunBatch(List<SqliteWork> ran)
    {
        Inside.Value = true;
        try
        {
            var begun = false;
            while (ran.Count < MaxWorksPerCommit && _queue.TryTake() is { } work)
            {
                ran.Add(work);
                if (!begun)
                {
                    Execute("begin immediate");
                    begun = true;
                }

                RunOne(work);
            }

            Execute("commit");
        }
        finally
        {
            Inside.Value = false;
        }
    }

    private void RunOne(SqliteWork work)
    {
        Execute("savepoint work");
        work.Failure = Finish(work);
        if (work.Failure is not null)
        {
            if (!IsInTransaction)
            {
                // A full or failing disk makes SQLite undo the whole transaction, so the neighbours get the same answer.
                ExceptionDispatchInfo.Throw(work.Failure);
            }

            Execute("rollback to work");
        }

        Execute("release work");
    }

    private Exception? Finish(SqliteWork work)
    {
        if (work.CancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(work.CancellationToken);
        }

        var task = work.RunAsync(_connection);
        if (!task.IsCompleted)
        {
            // Not disposed: it may still be in Set when Wait returns, and it holds nothing.
            var completed = new ManualResetEventSlim();
            task.GetAwaiter().UnsafeOnCompleted(completed.Set);
            completed.Wait(CancellationToken.None);
        }

        return task.IsCanceled ? new OperationCanceledException() : task.Exception?.InnerException;
    }

    private void Settle(List<SqliteWork> ran)
    {
        foreach (var work in ran)
        {
            if (work.Failure is null)
            {
                foreach (var (channel, payload) in work.Session!.Notifications)
                {
                    _hub.Publish(channel, payload);
                }
            }
        }

        foreach (var work in ran)
        {
            if (work.Failure is null)
            {
                work.Succeed();
            }
            else
            {
                work.Fail(work.Failure);
            }
        }
    }

    private void RollBackQuietly()
    {
        if (IsInTransaction)
        {
            try
            {
                Execute("rollback");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The next begin says what is wrong, to somebody who waits for an answer.
            }
        }
    }

    private void Execute(string sql) => _connection.Statements.Get(sql).ExecuteNonQuery();
}
