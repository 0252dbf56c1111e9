using System.Collections.Concurrent;
using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Managers;

/// <summary>Counts the writes of each manager over the last 60 minutes (B2P-0-12, B2P-0-13), in this process.</summary>
internal sealed class WriteLimiter(IOptions<PlatformOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<long, Queue<DateTimeOffset>> _writes = new();

    /// <summary>Forgets every write.</summary>
    public void Clear() => _writes.Clear();

    /// <summary>Counts a write. Null when it may go on; else how long until the next one may. A refused one does not count.</summary>
    public TimeSpan? Take(long login)
    {
        var limit = options.Value.Managers.FirstOrDefault(manager => manager.Login == login)?.WritesPerHour ?? options.Value.WritesPerHour;
        if (limit == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var queue = _writes.GetOrAdd(login, static _ => new());
        lock (queue)
        {
            // A write later than now was counted before the clock was set back.
            while (queue.TryPeek(out var oldest) && (now - oldest >= Window || oldest > now))
            {
                queue.Dequeue();
            }

            if (queue.Count < limit)
            {
                queue.Enqueue(now);
                return null;
            }

            return Window - (now - queue.Peek());
        }
    }
}
