using System.Collections.Concurrent;

namespace DotnetBroker;

/// <summary>Counts failures: after so many of them nobody is let through until ten minutes have passed without one (FLOW-AUTH-7).</summary>
public sealed class Throttle(TimeProvider time)
{
    private const int MostKeys = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset At)> _failures = new(StringComparer.Ordinal);

    public bool MustWait(string key, int most) => _failures.TryGetValue(key, out var entry) && entry.Count >= most && time.GetUtcNow() - entry.At < Pause;

    public void Fail(string key)
    {
        if (_failures.Count > MostKeys)
        {
            _failures.Clear();
        }

        var now = time.GetUtcNow();
        _failures.AddOrUpdate(key, (1, now), (_, entry) => (now - entry.At < Pause ? entry.Count + 1 : 1, now));
    }

    public void Forget(string key) => _failures.TryRemove(key, out _);
}
