namespace Drawbridge.Conformance.Running;

/// <summary>
/// Time at a target whose clock can be put forward. Once all cases that take part wait, the clock goes to the moment at which the first of them wants to go on; until
/// then it runs as it is.
/// </summary>
/// <param name="advance">Puts the clock of the target forward.</param>
public sealed class VirtualTime(Func<TimeSpan, CancellationToken, Task> advance) : IPassingTime, IDisposable
{
    private readonly SemaphoreSlim _moving = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<(TimeSpan Due, TaskCompletionSource Reached)> _waiting = [];
    private TimeSpan _passed;
    private int _cases;

    public bool IsVirtual => true;

    public IDisposable Enter()
    {
        lock (_lock)
        {
            _cases++;
        }

        return new Participant(this);
    }

    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((_passed + time, reached));
        }

        await using var _ = cancellationToken.Register(() => reached.TrySetCanceled(cancellationToken));
        await MoveAsync(cancellationToken);
        await reached.Task;
    }

    /// <summary>Puts the clock forward if everybody waits.</summary>
    private async Task MoveAsync(CancellationToken cancellationToken)
    {
        await _moving.WaitAsync(cancellationToken);
        try
        {
            TimeSpan step;
            lock (_lock)
            {
                _waiting.RemoveAll(static one => one.Reached.Task.IsCompleted);
                if (_waiting.Count == 0 || _waiting.Count < _cases)
                {
                    return;
                }

                step = _waiting.Min(static one => one.Due) - _passed;
            }

            if (step > TimeSpan.Zero)
            {
                await advance(step, cancellationToken);
            }

            lock (_lock)
            {
                _passed += step;
                foreach (var (_, reached) in _waiting.Where(one => one.Due <= _passed))
                {
                    reached.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            lock (_lock)
            {
                _waiting.ForEach(one => one.Reached.TrySetException(e));
            }
        }
        finally
        {
            _moving.Release();
        }
    }

    public void Dispose() => _moving.Dispose();

    private void Leave()
    {
        lock (_lock)
        {
            _cases--;
        }

        // The last one that did not wait may have been this one.
        _ = MoveAsync(CancellationToken.None);
    }

    private sealed class Participant(VirtualTime time) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                time.Leave();
            }
        }
    }
}
