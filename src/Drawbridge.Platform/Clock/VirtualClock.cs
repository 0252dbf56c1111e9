namespace Drawbridge.Platform.Clock;

/// <summary>
/// The clock of the platform, which a developer can move forward and back. What it says is moved; timers and time stamps are real, so
/// that nothing that waits for a network ends early, and what is measured is what it took.
/// </summary>
public sealed class VirtualClock(TimeProvider real) : TimeProvider
{
    private long _offset;
    private long _crmSkew;
    private FollowingClock? _crm;

    /// <summary>The clock that nobody moves.</summary>
    public TimeProvider Real { get; } = real;

    /// <summary>What it is ahead of the real time.</summary>
    public TimeSpan Offset
    {
        get => new(Volatile.Read(ref _offset));
        set => Volatile.Write(ref _offset, value.Ticks);
    }

    /// <summary>What the broker's clock is ahead of this one, if it follows.</summary>
    public TimeSpan CrmSkew
    {
        get => new(Volatile.Read(ref _crmSkew));
        set => Volatile.Write(ref _crmSkew, value.Ticks);
    }

    /// <summary>Whether a broker's clock follows this one.</summary>
    public bool CrmFollows => Volatile.Read(ref _crm) is not null;

    /// <summary>A clock for a broker in this process: it follows this one at a distance of <see cref="CrmSkew"/>.</summary>
    public TimeProvider ForCrm() => Interlocked.CompareExchange(ref _crm, new(this), null) ?? _crm;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => Real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => Real.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Real.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => Real.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Real.CreateTimer(callback, state, dueTime, period);

    private sealed class FollowingClock(VirtualClock platform) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => platform.LocalTimeZone;

        public override long TimestampFrequency => platform.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => platform.GetUtcNow() + platform.CrmSkew;

        public override long GetTimestamp() => platform.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            platform.CreateTimer(callback, state, dueTime, period);
    }
}
