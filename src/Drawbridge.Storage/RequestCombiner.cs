using Drawbridge.Storage.Combining;

namespace Drawbridge.Storage;

/// <summary>
/// Lets concurrent requests share one statement. Nothing waits for a batch to fill: a worker takes whatever is there when it becomes
/// free, so a lone request runs alone at once, and the busier it gets the larger the batches are.
/// <para>Requests are taken in the order they came. With more than one worker, batches may overtake one another.</para>
/// </summary>
public sealed class RequestCombiner<TRequest, TResult> : IAsyncDisposable, IThreadPoolWorkItem
{
    private readonly Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TResult>>> _run;
    private readonly RequestCombinerOptions _options;
    private readonly Lock _gate = new();
    private readonly Queue<CombinedRequest<TRequest, TResult>> _waiting = new();
    private readonly Stack<CombinedBatch<TRequest, TResult>> _batches = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource? _drained;
    private int _activeWorkers;

    /// <summary>
    /// A combiner over <paramref name="run"/>, which gets the requests of a batch and returns as many results, in the same order. The
    /// list is its own until its task completes, not after. The same request may stand in a batch twice.
    /// </summary>
    public RequestCombiner(
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TResult>>> run, RequestCombinerOptions? options = null)
    {
        _run = run;
        _options = options ?? new RequestCombinerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxBatch, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Workers, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.QueueLimit, 1, nameof(options));
    }

    /// <summary>The result of one request, or the exception of the batch it was in.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Drops the request when no batch has taken it yet; then it does not happen.</param>
    /// <exception cref="StorageBusyException">Too many requests wait already. This one does not happen.</exception>
    public Task<TResult> RunAsync(TRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        var item = new CombinedRequest<TRequest, TResult>(request);
        item.DropWhenCancelled(cancellationToken);
        bool startWorker;
        lock (_gate)
        {
            if (_drained is not null || _waiting.Count >= _options.QueueLimit)
            {
                item.Abandon();
                ObjectDisposedException.ThrowIf(_drained is not null, this);
                throw new StorageBusyException();
            }

            _waiting.Enqueue(item);
            startWorker = _activeWorkers < _options.Workers;
            if (startWorker)
            {
                _activeWorkers++;
            }
        }

        if (startWorker)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return item.Task;
    }

    /// <summary>Takes no more requests, and completes when all that were taken before have their results.</summary>
    public async ValueTask DisposeAsync()
    {
        Task drained;
        lock (_gate)
        {
            if (_drained is null)
            {
                _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_activeWorkers == 0)
                {
                    _drained.SetResult();
                }
            }

            drained = _drained.Task;
        }

        _stop.CancelAfter(_options.DrainTimeout);
        await drained;
        _stop.Dispose();
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkAsync();

    private async Task WorkAsync()
    {
        while (Take() is { } batch)
        {
            await batch.RunAsync(_run, _options.RetryFailedBatchOneByOne, _stop.Token);
            lock (_gate)
            {
                _batches.Push(batch);
            }
        }
    }

    /// <summary>What waits, up to a full batch. Null ends the worker.</summary>
    private CombinedBatch<TRequest, TResult>? Take()
    {
        lock (_gate)
        {
            var batch = _batches.TryPop(out var used) ? used : new CombinedBatch<TRequest, TResult>(_options.MaxBatch);
            while (!batch.IsFull && _waiting.TryDequeue(out var item))
            {
                if (item.TryTake())
                {
                    batch.Add(item);
                }
            }

            if (batch.Count > 0)
            {
                return batch;
            }

            _batches.Push(batch);
            if (--_activeWorkers == 0)
            {
                _drained?.TrySetResult();
            }

            return null;
        }
    }
}
