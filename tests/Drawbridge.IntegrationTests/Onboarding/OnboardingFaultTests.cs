using Drawbridge.Broker.Onboarding;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Onboarding;

public sealed class SqliteOnboardingFaultTests(SqliteFixture database, PlatformFixture platforms)
    : OnboardingFaultTests(database, platforms), IClassFixture<SqliteFixture>, IClassFixture<PlatformFixture>;

public sealed class PostgresOnboardingFaultTests(PostgresFixture database, PlatformFixture platforms)
    : OnboardingFaultTests(database, platforms), IClassFixture<PostgresFixture>, IClassFixture<PlatformFixture>;

/// <summary>Every call of onboarding goes wrong in every way, and exactly one user, account and link come of it (FLOW-CREATE-22, WS-23).</summary>
public abstract class OnboardingFaultTests(DatabaseFixture database, PlatformFixture platforms)
{
    private const string Email = "pat@acme.example";

    private static readonly string[] Calls = ["3.11", "3.2", "3.3", "3.4"];

    private static readonly Dictionary<string, Fault[]> Kinds = new(StringComparer.Ordinal)
    {
        ["limit"] = [Faults.Refuse(429, "REQUEST_FREQUENCY_EXCEEDED", retryAfter: 3)],
        ["proxy's no"] = [Faults.Answer(403, "<html>no</html>", "text/html")],
        ["reset before"] = [Faults.ResetBefore],
        ["reset after"] = [Faults.ResetAfter],
        ["unreadable after"] = [Faults.UnreadableAfter],
        ["server error after"] = [Faults.ServerErrorAfter],
        ["server error before"] = [Faults.Answer(500, "UNKNOWN_ERROR: oops", "text/plain")],
        ["all of it"] = [Faults.ResetBefore, Faults.ResetAfter, Faults.ResetAfter, Faults.UnreadableAfter, Faults.ResetBefore],
    };

    public static TheoryData<string, string> Matrix
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var call in Calls)
            {
                foreach (var kind in Kinds.Keys)
                {
                    data.Add(call, kind);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Matrix))] // FLOW-CREATE-22
    public async Task A_call_that_fails_is_made_good(string call, string kind)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next(call, Kinds[kind]);

        await world.OpenAccountAsync(user);
        var state = await world.UntilAsync<OnboardingState.Complete>(user);

        await world.ShouldHaveExactlyOneAccountAsync(user, state, Email);
    }

    [Theory, MemberData(nameof(EveryCall))]
    public async Task A_call_that_cannot_be_sent_waits(string call)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);

        // The token is refused, and a new one is not to be had.
        world.Platform.Next(call, Faults.Refuse(401, "AUTHENTICATION_FAILED"));
        world.Platform.Next("3.1", (context, process) => process().WriteAsync(context), Faults.ResetBefore);

        await world.OpenAccountAsync(user);
        var state = await world.UntilAsync<OnboardingState.Complete>(user);

        await world.ShouldHaveExactlyOneAccountAsync(user, state, Email);
    }

    [Theory, MemberData(nameof(EveryCall))]
    public async Task A_call_without_an_answer_in_time_is_made_good(string call)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        var held = world.Platform.Hold(call, after: true);

        var opening = world.OpenAccountAsync(user);
        await held.Reached;
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await opening;
        held.Drop();
        var state = await world.UntilAsync<OnboardingState.Complete>(user);

        await world.ShouldHaveExactlyOneAccountAsync(user, state, Email);
    }

    public static TheoryData<string> EveryCall => [.. Calls];

    public static TheoryData<string, string> Crashes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var call in Calls)
            {
                data.Add(call, "never arrives");
                data.Add(call, "arrives late");
                data.Add(call, "has happened");
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Crashes))] // FLOW-CREATE-22, WS-23
    public async Task A_process_that_dies_is_continued_by_the_next(string call, string fate)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        var held = world.Platform.Hold(call, after: fate == "has happened");
        var doomed = await world.AddNodeAsync();
        _ = world.OpenAccountAsync(user, doomed);
        await held.Reached;

        await doomed.KillAsync();
        if (fate == "arrives late")
        {
            held.Release();
        }
        else
        {
            held.Drop();
        }

        var next = await world.AddNodeAsync();
        await next.Worker.TakeOverAsync(CancellationToken.None);
        var state = await world.UntilAsync<OnboardingState.Complete>(user, next);

        await world.ShouldHaveExactlyOneAccountAsync(user, state, Email);
    }

    [Fact] // FLOW-CREATE-22
    public async Task An_account_that_arrives_after_the_first_search_is_found_by_the_next()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        var held = world.Platform.Hold("3.3", after: false);
        var doomed = await world.AddNodeAsync();
        _ = world.OpenAccountAsync(user, doomed);
        await held.Reached;
        await doomed.KillAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(16));

        var waiting = await world.AdvanceAsync(user);
        held.Release();
        var state = await world.UntilAsync<OnboardingState.Complete>(user);

        waiting.ShouldBeOfType<OnboardingState.OpeningAccount>();
        world.Platform.Count("list").ShouldBeGreaterThan(1);
        await world.ShouldHaveExactlyOneAccountAsync(user, state, Email);
    }

    [Fact]
    public async Task Nothing_is_sent_again_before_it_has_settled()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.3", Faults.ResetBefore);

        await world.OpenAccountAsync(user);
        world.Clock.Advance(TimeSpan.FromSeconds(4.9));
        var early = await world.AdvanceAsync(user);
        var sentEarly = world.Platform.Count("3.3");
        world.Clock.Advance(TimeSpan.FromSeconds(0.2));
        var late = await world.AdvanceAsync(user);

        early.ShouldBeOfType<OnboardingState.OpeningAccount>();
        sentEarly.ShouldBe(1);
        late.ShouldBeOfType<OnboardingState.Complete>();
    }
}
