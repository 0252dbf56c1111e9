using Drawbridge.Conformance.Running;

namespace Drawbridge.IntegrationTests.Conformance.Running;

/// <summary>Time that cases put forward together (CONF-6.1.7-2).</summary>
public sealed class VirtualTimeTests
{
    private readonly List<double> _steps = [];

    [Fact]
    public async Task The_clock_goes_forward_by_what_a_case_waits()
    {
        using var time = NewTime();
        using var one = time.Enter();

        await time.WaitAsync(TimeSpan.FromSeconds(61), TestContext.Current.CancellationToken);

        _steps.ShouldBe([61]);
    }

    [Fact]
    public async Task Of_several_that_wait_the_first_to_go_on_decides_how_far()
    {
        using var time = NewTime();
        var (early, late) = (time.Enter(), time.Enter());
        var later = time.WaitAsync(TimeSpan.FromSeconds(61), TestContext.Current.CancellationToken);

        await time.WaitAsync(TimeSpan.FromSeconds(59), TestContext.Current.CancellationToken);

        later.IsCompleted.ShouldBeFalse();
        _steps.ShouldBe([59]);
        early.Dispose();
        await later;
        late.Dispose();
        _steps.ShouldBe([59, 2]);
    }

    [Fact]
    public async Task Nothing_moves_while_a_case_that_takes_part_is_still_at_work()
    {
        using var time = NewTime();
        using var one = time.Enter();
        var busy = time.Enter();

        var waiting = time.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        waiting.IsCompleted.ShouldBeFalse();
        _steps.ShouldBeEmpty();
        busy.Dispose();
        busy.Dispose(); // leaving twice is leaving once
        await waiting;
        _steps.ShouldBe([60]);
    }

    [Fact]
    public async Task A_case_that_waits_twice_waits_from_where_the_clock_is()
    {
        using var time = NewTime();
        using var one = time.Enter();

        await time.WaitAsync(TimeSpan.FromSeconds(59), TestContext.Current.CancellationToken);
        await time.WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        _steps.ShouldBe([59, 2]);
    }

    [Fact]
    public async Task A_clock_that_cannot_be_moved_is_told_to_all_who_wait()
    {
        using var time = new VirtualTime(static (_, _) => throw new ConfigurationFaultException("the clock is not there", "Start it."));
        using var one = time.Enter();
        using var two = time.Enter();
        var first = time.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await Should.ThrowAsync<ConfigurationFaultException>(() => time.WaitAsync(TimeSpan.FromSeconds(61), TestContext.Current.CancellationToken));
        await Should.ThrowAsync<ConfigurationFaultException>(() => first);
    }

    [Fact]
    public async Task A_case_that_gives_up_does_not_hold_the_others()
    {
        using var time = NewTime();
        using var gaveUp = new CancellationTokenSource();
        var (one, two, three) = (time.Enter(), time.Enter(), time.Enter());
        var given = time.WaitAsync(TimeSpan.FromSeconds(60), gaveUp.Token);
        var other = time.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);

        await gaveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        one.Dispose();
        three.Dispose();

        await other;
        two.Dispose();
        _steps.ShouldBe([90]);
    }

    private VirtualTime NewTime() => new((by, _) =>
    {
        _steps.Add(by.TotalSeconds);
        return Task.CompletedTask;
    });
}
