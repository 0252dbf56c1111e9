namespace Drawbridge.Storage.Jobs;

/// <summary>A job to be done.</summary>
/// <param name="Queue">Whose it is: the name of an <see cref="IJobHandler"/>.</param>
/// <param name="Payload">What the handler gets. Text of its choosing, without secrets.</param>
public sealed record JobRequest(string Queue, string Payload)
{
    /// <summary>
    /// At most one job of a queue waits with the same key; null is never the same. A job that a node has taken no longer waits: what
    /// is enqueued while it runs runs after it, so no change is missed.
    /// </summary>
    public string? DedupeKey { get; init; }

    /// <summary>Not before this time. Null is at once.</summary>
    public DateTimeOffset? RunAt { get; init; }
}
