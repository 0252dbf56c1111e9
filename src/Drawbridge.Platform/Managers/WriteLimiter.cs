using System.Collections.Concurrent;
using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Managers;

/// <summary>Counts the writes of each manager over the last 60 minutes (B2P-0-12, B2P-0-13), in this process.</summary>
internal sealed class WriteLimiter(IOptions<PlatformOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<long, Queue<long>> _writes = new();

    /// <summary>Counts a write. Null when it may go on; else how long until the next one may. A refused one does not count.</summary>
    public TimeSpan? Take(long login)
    {
        var limit = options.Value.WritesPerHour;
        if (limit == 0)
        {
            return null;
        }

        var now = time.GetTimestamp();
        var queue = _writes.GetOrAdd(login, static _ => new());
        lock (queue)
        {
            while (queue.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= Window)
            {
                queue.Dequeue();
            }

            if (queue.Count < limit)
            {
                queue.Enqueue(now);
                return null;
            }

            return Window - time.GetElapsedTime(queue.Peek(), now);
        }
    }
}
