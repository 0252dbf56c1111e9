using Drawbridge.Client.Platform;
using Drawbridge.Client.Platform.Budget;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Client.Budget;

/// <summary>Who may write when: B2P-0-13, B2P-0-14. A burst of 10, 4 of them for interactive calls alone, and then one write every 36 seconds.</summary>
public sealed class WriteBudgetTests : IDisposable
{
    private const int Limit = 110;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(36);

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTimeProvider _time = new();
    private readonly WriteBudget _budget;

    public WriteBudgetTests() => _budget = New(static _ => { });

    public void Dispose() => _budget.Dispose();

    [Fact] // B2P-0-12
    public async Task A_burst_goes_out_at_once_and_the_rest_evenly()
    {
        for (var i = 0; i < 10; i++)
        {
            (await _budget.WaitAsync(CallTerms.Interactive, default, None)).ShouldBeNull();
        }

        for (var i = 0; i < 3; i++)
        {
            var next = Wait(_budget, WritePriority.Interactive);
            _time.Advance(Interval - TimeSpan.FromTicks(1));
            next.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromTicks(1));
            (await next).ShouldBeNull();
        }
    }

    [Theory] // B2P-0-13
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2_000)]
    public void No_hour_has_more_writes_than_allowed(int pauseSeconds)
    {
        var taken = new List<DateTimeOffset>();
        for (var i = 0; i < 5 * 3600; i += 1)
        {
            // Quiet for a while now and then, so that bursts build up.
            if (i / 4000 % 2 == 0 || i % pauseSeconds == 0)
            {
                while (_budget.TryTake(WritePriority.Interactive))
                {
                    taken.Add(_time.GetUtcNow());
                }
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        for (var i = Limit; i < taken.Count; i++)
        {
            (taken[i] - taken[i - Limit]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1), $"write {i}");
        }

        taken.Count.ShouldBeGreaterThan(4 * Limit / 2);
    }

    [Fact]
    public async Task Bulk_work_leaves_room_for_interactive_calls()
    {
        Enumerable.Range(0, 20).Count(_ => _budget.TryTake(WritePriority.Bulk)).ShouldBe(6);
        Enumerable.Range(0, 20).Count(_ => _budget.TryTake(WritePriority.Interactive)).ShouldBe(4);

        // The reserve fills up first.
        var bulk = Wait(_budget, WritePriority.Bulk);
        _time.Advance(Interval * 4);
        bulk.IsCompleted.ShouldBeFalse();
        _time.Advance(Interval);
        (await bulk).ShouldBeNull();
    }

    [Fact]
    public async Task Interactive_calls_go_first_and_within_a_priority_it_is_first_come_first_served()
    {
        Exhaust();
        var order = new List<string>();
        var calls = new[] { ("b1", WritePriority.Bulk), ("b2", WritePriority.Bulk), ("i1", WritePriority.Interactive), ("i2", WritePriority.Interactive) }
            .Select(call => NotedAsync(call.Item1, call.Item2)).ToList();
        foreach (var intervals in new[] { 1, 1, 5, 1 })
        {
            _time.Advance(Interval * intervals);
            calls.Remove(await Task.WhenAny(calls));
        }

        order.ShouldBe(["i1", "i2", "b1", "b2"]);

        async Task NotedAsync(string name, WritePriority priority)
        {
            (await Wait(_budget, priority)).ShouldBeNull();
            order.Add(name);
        }
    }

    [Fact]
    public async Task Nobody_overtakes_who_waits_already()
    {
        Exhaust();
        var first = Wait(_budget, WritePriority.Interactive);

        _budget.TryTake(WritePriority.Interactive).ShouldBeFalse();
        _time.Advance(Interval);
        (await first).ShouldBeNull();
        _budget.TryTake(WritePriority.Interactive).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_would_have_to_wait_too_long_is_told_at_once()
    {
        Exhaust();
        _ = Wait(_budget, WritePriority.Interactive);
        _ = Wait(_budget, WritePriority.Interactive);

        var refusal = await _budget.WaitAsync(new CallTerms(WritePriority.Interactive) { LongestWait = Interval * 2 }, default, None);

        refusal.ShouldBe(new BudgetRefusal("the hourly limit leaves no room in time", Interval * 3));
    }

    [Fact]
    public async Task Who_is_overtaken_for_too_long_is_told_in_time()
    {
        Exhaust();
        var bulk = _budget.WaitAsync(new CallTerms(WritePriority.Bulk) { LongestWait = Interval * 6 }, default, None);
        for (var i = 0; i < 6; i++)
        {
            _ = Wait(_budget, WritePriority.Interactive);
            _time.Advance(Interval);
        }

        (await bulk).ShouldNotBeNull().RoomAfter.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_full_queue_takes_nobody_in()
    {
        using var budget = New(static options => options.QueueLimit = 1);
        Exhaust(budget);
        var first = Wait(budget, WritePriority.Interactive);

        (await Wait(budget, WritePriority.Interactive)).ShouldNotBeNull().Reason.ShouldBe("too many calls wait for the hourly limit");
        var bulk = Wait(budget, WritePriority.Bulk); // has a queue of its own
        _time.Advance(Interval * 6);

        (await first).ShouldBeNull();
        (await bulk).ShouldBeNull();
    }

    [Fact]
    public async Task Who_gives_up_makes_room_for_the_next()
    {
        Exhaust();
        using var patience = new CancellationTokenSource();
        var first = _budget.WaitAsync(Long(WritePriority.Interactive), default, patience.Token);
        var second = Wait(_budget, WritePriority.Interactive);

        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        _time.Advance(Interval);

        (await second).ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_given_up_before_does_not_wait() =>
        await Should.ThrowAsync<OperationCanceledException>(_budget.WaitAsync(CallTerms.Interactive, default, new CancellationToken(canceled: true)));

    [Fact] // B2P-0-14, ERR-25
    public async Task When_the_platform_says_stop_nothing_goes_out_before_it_asked_to()
    {
        _budget.Pause(TimeSpan.FromMinutes(10));
        var (interactive, bulk) = (Wait(_budget, WritePriority.Interactive), Wait(_budget, WritePriority.Bulk));

        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        (interactive.IsCompleted || bulk.IsCompleted).ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        (await interactive).ShouldBeNull();

        // Then evenly, and with the reserve filled first.
        _budget.TryTake(WritePriority.Interactive).ShouldBeFalse();
        _time.Advance(Interval * 4);
        bulk.IsCompleted.ShouldBeFalse();
        _time.Advance(Interval);
        (await bulk).ShouldBeNull();
    }

    [Fact]
    public async Task A_shorter_wish_does_not_undo_a_longer_one()
    {
        _budget.Pause(TimeSpan.FromMinutes(10));
        _budget.Pause(TimeSpan.FromMinutes(1));
        _budget.Pause(wish: null);

        var next = Wait(_budget, WritePriority.Interactive);
        _time.Advance(TimeSpan.FromMinutes(9));

        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        (await next).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_not_sent_counts_for_nothing()
    {
        Exhaust();
        var next = Wait(_budget, WritePriority.Interactive);

        _budget.GiveBack();

        (await next).ShouldBeNull();
    }

    [Fact]
    public async Task While_nobody_waits_no_timer_runs()
    {
        Exhaust();
        _time.WhenTimerIsArmedAsync(TimeSpan.FromHours(23)).IsCompleted.ShouldBeFalse();

        var next = Wait(_budget, WritePriority.Interactive);
        _time.Advance(Interval);
        await next;

        _time.WhenTimerIsArmedAsync(TimeSpan.FromHours(23)).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_at_the_same_moment_as_many_go_as_may()
    {
        var calls = Enumerable.Range(0, 64).Select(_ => Task.Run(() => Wait(_budget, WritePriority.Interactive))).ToList();
        for (var gone = 0; calls.Count > 0; gone++)
        {
            _time.Advance(gone < 10 ? TimeSpan.Zero : Interval);
            calls.Remove(await Task.WhenAny(calls).WaitAsync(TimeSpan.FromSeconds(20)));
            calls.ShouldAllBe(call => gone < 10 || !call.IsCompleted);
        }
    }

    private WriteBudget New(Action<WriteBudgetOptions> configure)
    {
        var options = new WriteBudgetOptions { WritesPerHour = Limit, Burst = 10, InteractiveReserve = 4 };
        configure(options);
        return new(options, _time);
    }

    private static CallTerms Long(WritePriority priority) => new(priority) { LongestWait = TimeSpan.FromDays(1) };

    private static Task<BudgetRefusal?> Wait(WriteBudget budget, WritePriority priority) => budget.WaitAsync(Long(priority), default, None);

    private void Exhaust() => Exhaust(_budget);

    private static void Exhaust(WriteBudget budget)
    {
        while (budget.TryTake(WritePriority.Interactive))
        {
        }
    }
}
