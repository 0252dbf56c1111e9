namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>A clock that only a test moves. Timers fire, in order of their due times, on the thread that advances it.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private const int MostTicks = 100;

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(DateTimeOffset Latest, TaskCompletionSource Armed)> _waiters = [];
    private DateTimeOffset _now;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires every timer that falls due on the way; of a period that falls due very often, its first and last times.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = GetUtcNow() + by;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Completes once a timer is armed that falls due within <paramref name="within"/> from now: then whoever is tested has got as
    /// far as waiting, and the clock can be moved.
    /// </summary>
    public Task WhenTimerIsArmedAsync(TimeSpan within)
    {
        lock (_gate)
        {
            var latest = _now + within;
            if (_timers.Exists(timer => timer.Due <= latest))
            {
                return Task.CompletedTask;
            }

            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((latest, armed));
            return armed.Task;
        }
    }

    /// <summary>The next timer on the way to a time; when there is none the clock is there. It never goes back, whoever else moves it.</summary>
    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var timer = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            var reached = timer?.Due ?? target;
            _now = reached > _now ? reached : _now;
            if (timer is null)
            {
                return null;
            }

            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due += timer.Period * Ticks(timer, target);
            }
            else
            {
                _timers.Remove(timer);
            }

            return timer;
        }
    }

    /// <summary>After a long way only the first and the last tick count: nobody who waits for a period can take thousands one by one.</summary>
    private static long Ticks(ManualTimer timer, DateTimeOffset target)
    {
        var ahead = (target - timer.Due).Ticks / timer.Period.Ticks;
        return ahead > MostTicks ? ahead : 1;
    }

    private bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.Due = _now + dueTime;
            timer.Period = period;
            _timers.Add(timer);
            foreach (var waiter in _waiters.Where(waiter => timer.Due <= waiter.Latest))
            {
                waiter.Armed.TrySetResult();
            }

            _waiters.RemoveAll(waiter => waiter.Armed.Task.IsCompleted);
        }

        // Due at once means due without anybody advancing the clock.
        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static provider => provider.Advance(TimeSpan.Zero), this, preferLocal: false);
        }

        return true;
    }

    private void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider provider, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => provider.Arm(this, dueTime, period);

        public void Dispose() => provider.Disarm(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
