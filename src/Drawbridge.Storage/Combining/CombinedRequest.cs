namespace Drawbridge.Storage.Combining;

/// <summary>
/// A request that waits, and its caller's task in one object. Its continuation runs elsewhere, so that a worker's next batch does not
/// wait for what a caller does with its answer.
/// </summary>
internal sealed class CombinedRequest<TRequest, TResult>(TRequest request)
    : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Dropped = 2;

    private int _state;
    private CancellationTokenRegistration _registration;

    public TRequest Request => request;

    /// <summary>Before the request is queued, so that nobody takes it in between.</summary>
    public void DropWhenCancelled(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static (self, token) => ((CombinedRequest<TRequest, TResult>)self!).Drop(token), this);
        }
    }

    /// <summary>False when the caller gave up before.</summary>
    public bool TryTake()
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) != Waiting)
        {
            return false;
        }

        // Not waiting for a callback that runs right now: it finds the request taken.
        _registration.Unregister();
        return true;
    }

    /// <summary>The request was refused before it was queued.</summary>
    public void Abandon() => _registration.Unregister();

    private void Drop(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Dropped, Waiting) == Waiting)
        {
            TrySetCanceled(cancellationToken);
        }
    }
}
