using System.Diagnostics;
using Drawbridge.Client.Telemetry;

namespace Drawbridge.Client.Platform.Budget;

/// <summary>
/// The writes of one manager in any 60 minutes (B2P-0-13): a burst at once, the rest spread evenly, so that in no hour there are more than
/// allowed. Interactive calls go first and have a part of the burst to themselves; within a priority it is first come, first served.
/// </summary>
/// <remarks>
/// The generic cell rate algorithm: <c>_next</c> is the moment at which a call would be due if all were spread evenly, and a call may be as
/// far ahead of it as its priority allows. With an interval of an hour / (limit - burst), any hour has at most limit calls.
/// </remarks>
internal sealed class WriteBudget : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // The platform said no without saying for how long.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly WriteBudgetOptions _options;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly TimeSpan _interval;
    private readonly WaitingLine[] _lines = [new(), new()];
    private TimeSpan _next;
    private TimeSpan _pausedUntil;

    public WriteBudget(WriteBudgetOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _started = time.GetTimestamp();
        _interval = Window / (options.WritesPerHour - options.Burst);
        _timer = time.CreateTimer(static budget => ((WriteBudget)budget!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>Waits for its turn. Null when it has come; else why it will not come in time, and the call must not be sent.</summary>
    public async Task<BudgetRefusal?> WaitAsync(CallTerms terms, CallTags tags, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var began = _time.GetTimestamp();
        var longest = _options.WaitOf(terms);
        WaitingCall? call;
        lock (_gate)
        {
            if (TryTakeNow(terms.Priority))
            {
                ClientMetrics.BudgetWaited(tags, terms.Priority, "at once", TimeSpan.Zero);
                return null;
            }

            var expected = ExpectedWait(terms.Priority);
            var line = LineOf(terms.Priority);
            if (line.Count >= _options.QueueLimit || expected > longest)
            {
                var why = expected > longest ? "too long" : "full";
                ClientMetrics.BudgetWaited(tags, terms.Priority, why, TimeSpan.Zero);
                return new(expected > longest ? "the hourly limit leaves no room in time" : "too many calls wait for the hourly limit", expected);
            }

            call = line.Enter();
            Arm();
        }

        try
        {
            await call.Turn.WaitAsync(longest, _time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (Leave(call, terms.Priority))
            {
                ClientMetrics.BudgetWaited(tags, terms.Priority, e is TimeoutException ? "too long" : "cancelled", _time.GetElapsedTime(began));
                return e is TimeoutException ? Overtaken(terms.Priority) : throw new OperationCanceledException(e.Message, e, cancellationToken);
            }

            if (e is OperationCanceledException)
            {
                GiveBack();
                throw;
            }
        }

        ClientMetrics.BudgetWaited(tags, terms.Priority, "waited", _time.GetElapsedTime(began));
        return null;
    }

    /// <summary>A turn if one is to be had at once.</summary>
    public bool TryTake(WritePriority priority)
    {
        lock (_gate)
        {
            return TryTakeNow(priority);
        }
    }

    /// <summary>What was taken was not sent after all.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            _next -= _interval;
            ServeLocked();
        }
    }

    /// <summary>The platform says that the limit is reached (ERR-25): nothing goes out before it asked to, and then evenly (B2P-0-14).</summary>
    public void Pause(TimeSpan? wish)
    {
        lock (_gate)
        {
            var until = Now + (wish ?? DefaultPause);
            if (until > _pausedUntil)
            {
                _pausedUntil = until;
                _next = Max(_next, until + Lead(WritePriority.Interactive));
                Arm();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>How far ahead of an even spread a call may be.</summary>
    private TimeSpan Lead(WritePriority priority) =>
        _interval * (_options.Burst - 1 - (priority == WritePriority.Bulk ? _options.InteractiveReserve : 0));

    private WaitingLine LineOf(WritePriority priority) => _lines[(int)priority];

    /// <summary>When the next call of a priority may go, if none waited.</summary>
    private TimeSpan NextTurn(WritePriority priority) => Max(_next - Lead(priority), _pausedUntil);

    private TimeSpan ExpectedWait(WritePriority priority)
    {
        var ahead = LineOf(WritePriority.Interactive).Count + (priority == WritePriority.Bulk ? LineOf(WritePriority.Bulk).Count : 0);
        return Max(NextTurn(priority) + (_interval * ahead) - Now, TimeSpan.Zero);
    }

    private BudgetRefusal Overtaken(WritePriority priority)
    {
        lock (_gate)
        {
            return new("the hourly limit left no room in time", ExpectedWait(priority));
        }
    }

    private bool TryTakeNow(WritePriority priority)
    {
        if (LineOf(WritePriority.Interactive).Count > 0 || LineOf(priority).Count > 0 || Now < NextTurn(priority))
        {
            return false;
        }

        Take();
        return true;
    }

    private void Take() => _next = Max(_next, Now) + _interval;

    private bool Leave(WaitingCall call, WritePriority priority)
    {
        lock (_gate)
        {
            return LineOf(priority).Leave(call);
        }
    }

    private void Serve()
    {
        lock (_gate)
        {
            ServeLocked();
        }
    }

    /// <summary>Lets everybody go whose turn it is.</summary>
    private void ServeLocked()
    {
        while (First() is { } priority && Now >= NextTurn(priority))
        {
            Take();
            LineOf(priority).LetFirstGo();
        }

        Arm();
    }

    private WritePriority? First() =>
        LineOf(WritePriority.Interactive).Count > 0 ? WritePriority.Interactive
        : LineOf(WritePriority.Bulk).Count > 0 ? WritePriority.Bulk
        : null;

    private void Arm()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "The timer is set under the lock.");
        _timer.Change(First() is { } priority ? Max(NextTurn(priority) - Now, TimeSpan.Zero) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}

/// <summary>Why a write is not sent for the hourly limit's sake.</summary>
/// <param name="Reason">In words.</param>
/// <param name="RoomAfter">When there will be room.</param>
internal sealed record BudgetRefusal(string Reason, TimeSpan RoomAfter);
