namespace Drawbridge.Storage.Combining;

/// <summary>The requests that share one run. Used again for the next batch.</summary>
internal sealed class CombinedBatch<TRequest, TResult>(int capacity)
{
    // They grow to what the load needs, and stay.
    private readonly List<CombinedRequest<TRequest, TResult>> _items = [];
    private readonly List<TRequest> _requests = [];

    public int Count => _items.Count;

    public bool IsFull => _items.Count >= capacity;

    public void Add(CombinedRequest<TRequest, TResult> item)
    {
        _items.Add(item);
        _requests.Add(item.Request);
    }

    /// <summary>Runs the batch and answers each of its requests. Never throws.</summary>
    public async Task RunAsync(
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TResult>>> run, bool retryOneByOne, CancellationToken cancellationToken)
    {
        try
        {
            Answer(await run(_requests, cancellationToken));
        }
        catch (Exception e) when (retryOneByOne && _items.Count > 1 && e is not OperationCanceledException)
        {
            foreach (var item in _items)
            {
                await RunAloneAsync(item, run, cancellationToken);
            }
        }
        catch (Exception e)
        {
            foreach (var item in _items)
            {
                item.TrySetException(e);
            }
        }

        _items.Clear();
        _requests.Clear();
    }

    private static async Task RunAloneAsync(
        CombinedRequest<TRequest, TResult> item,
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TResult>>> run,
        CancellationToken cancellationToken)
    {
        try
        {
            var results = await run([item.Request], cancellationToken);
            Check(expected: 1, results.Count);
            item.TrySetResult(results[0]);
        }
        catch (Exception e)
        {
            item.TrySetException(e);
        }
    }

    private static void Check(int expected, int actual)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"A batch of {expected} requests gave {actual} results.");
        }
    }

    private void Answer(IReadOnlyList<TResult> results)
    {
        Check(_items.Count, results.Count);
        for (var i = 0; i < _items.Count; i++)
        {
            _items[i].TrySetResult(results[i]);
        }
    }
}
