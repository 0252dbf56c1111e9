namespace Drawbridge.Storage.Sqlite;

/// <summary>A write that waits for the writer, and then for its commit.</summary>
internal abstract class SqliteWork(CancellationToken cancellationToken)
{
    /// <summary>What the work threw. It is handed out with the commit, because it may be about a neighbour's row.</summary>
    public Exception? Failure { get; set; }

    public DbSession? Session { get; private set; }

    public CancellationToken CancellationToken => cancellationToken;

    public Task RunAsync(CachingSqliteConnection connection)
    {
        Session = new DbSession(Dialect.Sqlite, connection, transaction: null, isWrite: true, cancellationToken);
        return RunAsync(Session);
    }

    public abstract void Succeed();

    public abstract void Fail(Exception exception);

    protected abstract Task RunAsync(DbSession session);
}

/// <inheritdoc cref="SqliteWork"/>
internal sealed class SqliteWork<T>(Func<DbSession, Task<T>> work, CancellationToken cancellationToken) : SqliteWork(cancellationToken)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override void Succeed() => _completion.TrySetResult(_result!);

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException && CancellationToken.IsCancellationRequested)
        {
            _completion.TrySetCanceled(CancellationToken);
        }
        else
        {
            _completion.TrySetException(exception);
        }
    }

    protected override async Task RunAsync(DbSession session) => _result = await work(session);
}
