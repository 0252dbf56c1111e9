using Drawbridge.Broker.Onboarding;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Onboarding;

public sealed class SqliteOnboardingConcurrencyTests(SqliteFixture database, PlatformFixture platforms)
    : OnboardingConcurrencyTests(database, platforms), IClassFixture<SqliteFixture>, IClassFixture<PlatformFixture>;

public sealed class PostgresOnboardingConcurrencyTests(PostgresFixture database, PlatformFixture platforms)
    : OnboardingConcurrencyTests(database, platforms), IClassFixture<PostgresFixture>, IClassFixture<PlatformFixture>;

/// <summary>Several callers, nodes and the worker at once.</summary>
public abstract class OnboardingConcurrencyTests(DatabaseFixture database, PlatformFixture platforms)
{
    private const string Email = "pat@acme.example";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // FLOW-CREATE-22
    public async Task Many_at_once_on_two_nodes_open_one_account()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var other = await world.AddNodeAsync();
        var user = await world.NewUserAsync(Email);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? world.AdvanceAsync(user, other) : world.OpenAccountAsync(user)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => world.OpenAccountAsync(user, i % 2 == 0 ? world.Node : other)));
        var state = await world.UntilAsync<OnboardingState.Complete>(user);

        await world.ShouldHaveExactlyOneAccountAsync(user, state, Email);
        foreach (var call in new[] { "3.2", "3.3", "3.4" })
        {
            world.Platform.Count(call).ShouldBe(1, call);
        }
    }

    [Fact]
    public async Task Callers_on_one_node_share_a_run()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);

        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.OpenAccountAsync(user)));

        states.ShouldAllBe(state => state is OnboardingState.Complete);
        world.Platform.Count("3.3").ShouldBe(1);
    }

    [Fact]
    public async Task A_screen_waits_no_longer_than_its_budget_and_the_work_goes_on()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        var held = world.Platform.Hold("3.2", after: false);

        var call = world.AdvanceAsync(user);
        await held.Reached;
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        var state = await call;
        var done = world.Node.Log.FirstAsync(line => line.Contains("User task", StringComparison.Ordinal));
        held.Release();
        await done;

        state.ShouldBeOfType<OnboardingState.CreatingUser>();
        (await world.AdvanceAsync(user)).ShouldBe(new OnboardingState.NeedsAccount(world.Platform.Users[Email]));
        world.Platform.Count("3.2").ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_is_kept_alive_while_its_task_is_worked_on()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var other = await world.AddNodeAsync();
        var user = await world.NewUserAsync(Email);
        var lookup = world.Platform.Hold("3.11", after: false);
        var create = world.Platform.Hold("3.2", after: false);

        var call = world.AdvanceAsync(user);
        await lookup.Reached;
        var before = await ClaimEndAsync(world, user);
        await PassAsync(world, TimeSpan.FromSeconds(9), user, before);
        lookup.Release();
        await create.Reached;
        await PassAsync(world, TimeSpan.FromSeconds(9), user, await ClaimEndAsync(world, user));
        await call;
        (await world.AdvanceAsync(user, other)).ShouldBeOfType<OnboardingState.CreatingUser>();
        var done = world.Node.Log.FirstAsync(line => line.Contains("User task", StringComparison.Ordinal));
        create.Release();
        await done;

        world.Platform.Count("3.11").ShouldBe(1);
        world.Platform.Count("3.2").ShouldBe(1);
    }

    [Fact]
    public async Task The_worker_goes_on_at_the_time_of_the_next_attempt()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.11", Faults.Answer(503, null));
        await world.Node.Worker.StartAsync(None);
        var done = world.Node.Log.FirstAsync(line => line.Contains("is done", StringComparison.Ordinal));

        var state = (await world.AdvanceAsync(user)).ShouldBeOfType<OnboardingState.CreatingUser>();
        await world.PassUntilAsync(user, done);

        state.NextAttemptAt!.Value.ShouldBeLessThanOrEqualTo(world.Clock.GetUtcNow());
        world.Platform.Users.ShouldContainKey(Email);
    }

    [Fact]
    public async Task A_node_that_stops_hands_its_work_over_at_once()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        var held = world.Platform.Hold("3.2", after: true);
        var stopping = await world.AddNodeAsync();
        var call = world.AdvanceAsync(user, stopping);
        await held.Reached;

        await stopping.Worker.StopAsync(None);
        held.Drop();
        await call;

        // No time passes: the claim is gone, and what was sent is found.
        (await world.AdvanceAsync(user)).ShouldBe(new OnboardingState.NeedsAccount(world.Platform.Users[Email]));
    }

    private static Task<long> ClaimEndAsync(OnboardingWorld world, long user) =>
        world.ReadAsync<long>("select claim_expires_at from onboarding_tasks where user_id = @user", new { user });

    /// <summary>Lets time pass, and the renewal that is due in it be stored.</summary>
    private static async Task PassAsync(OnboardingWorld world, TimeSpan time, long user, long before)
    {
        world.Clock.Advance(time);
        await Until.TrueAsync(async () => await ClaimEndAsync(world, user) > before);
    }
}
