namespace Drawbridge.Storage;

/// <summary>How requests are combined.</summary>
public sealed record RequestCombinerOptions
{
    /// <summary>The most requests in one batch. 256: beyond that a batch only takes longer.</summary>
    public int MaxBatch { get; init; } = 256;

    /// <summary>
    /// How many batches run at once. 3 suits PostgreSQL, where one batch waits for the disk while the next is executed. Use 1 for
    /// writes on SQLite, which has one writer.
    /// </summary>
    public int Workers { get; init; } = 3;

    /// <summary>Requests that may wait before a further one is refused. 8,192, which is less than a second's worth.</summary>
    public int QueueLimit { get; init; } = 8192;

    /// <summary>
    /// Whether the requests of a batch that failed are run once more, each alone, so that one request the database refuses does not
    /// fail its neighbours. Only right when a failed batch has changed nothing. Off.
    /// </summary>
    public bool RetryFailedBatchOneByOne { get; init; }

    /// <summary>How long disposal lets running batches finish before it cancels them. 5 seconds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
