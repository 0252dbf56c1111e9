using System.Text.Json.Nodes;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.SignOut;
using Drawbridge.Broker.UserImport;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.IntegrationTests.Onboarding;

public sealed class SqliteOnboardingTests(SqliteFixture database, PlatformFixture platforms)
    : OnboardingTests(database, platforms), IClassFixture<SqliteFixture>, IClassFixture<PlatformFixture>;

public sealed class PostgresOnboardingTests(PostgresFixture database, PlatformFixture platforms)
    : OnboardingTests(database, platforms), IClassFixture<PostgresFixture>, IClassFixture<PlatformFixture>;

/// <summary>The way of a user from signup to a linked account.</summary>
public abstract class OnboardingTests(DatabaseFixture database, PlatformFixture platforms)
{
    private const string Email = "pat@acme.example";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // FLOW-CREATE-5..12, WS-20, MOD-52, B2P-3.2-16, B2P-3.2-17, FLOW-CREATE-20, FLOW-AUTH-6
    public async Task A_new_user_gets_a_platform_user_then_an_account()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);

        var before = await world.Node.Onboarding.GetStateAsync(world.Broker, user, None);
        var created = await world.AdvanceAsync(user);
        var opened = await world.OpenAccountAsync(user);

        before.ShouldBe(new OnboardingState.CreatingUser(null, null));
        created.ShouldBe(new OnboardingState.NeedsAccount(world.Platform.Users[Email]));
        await world.ShouldHaveExactlyOneAccountAsync(user, opened.ShouldBeOfType<OnboardingState.Complete>(), Email);
        world.Platform.Seen.Select(seen => seen.Call).ShouldBe(["3.1", "3.11", "3.2", "3.3", "3.4"]);
        var sentUser = JsonNode.Parse(world.Platform.Seen.Single(seen => seen.Call == "3.2").Body)!;
        sentUser["preferredLanguage"]!.GetValue<string>().ShouldBe("de");
        var sentTrader = world.Platform.Traders.Single().Request;
        sentTrader["depositCurrency"]!.GetValue<string>().ShouldBe("EUR");
        sentTrader["leverageInCents"]!.GetValue<int>().ShouldBe(10000);
        sentTrader["name"]!.GetValue<string>().ShouldBe("Pat");
        sentTrader["lastName"]!.GetValue<string>().ShouldBe("Lee");
        sentTrader["contactDetails"]!["email"]!.GetValue<string>().ShouldBe(Email);
        sentTrader["description"]!.GetValue<string>().ShouldStartWith("ref:");
        (await world.ReadAsync<long?>("select ctid_trader_account_id from accounts where user_id = @user", new { user }))
            .ShouldBe(world.Platform.Traders.Single().Login * 10);
    }

    [Theory] // FLOW-MIGRATE-5, FLOW-CREATE-21
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_imported_user_is_found_on_the_platform_by_an_address_that_the_crm_has_verified(bool verified)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        world.Platform.Users[Email] = 4711;
        var jobs = new JobQueue(database.Database, world.Clock);
        var access = new OpenAccess(new PlatformLogout(jobs), world.Clock);
        var store = new UserImportStore(database.Database, new(database.Database, access, jobs, world.Clock), access, world.Clock);
        using var hashing = new PasswordHashingQueue(Microsoft.Extensions.Options.Options.Create(new HashingOptions()));
        var line = $$"""{"id":"u-1","email":"{{Email}}","emailVerified":{{(verified ? "true" : "false")}}}""";

        (await new UserImporter(store, hashing, world.Clock).RunAsync(world.Broker, new StringReader(line), new(UserImportFormat.JsonLines), None)).Created.ShouldBe(1);
        world.Platform.Seen.ShouldBeEmpty(); // the import asks the platform for nothing
        var user = (await world.ReadAsync<long?>("select id from users where broker_id = @broker and crm_user_id = 'u-1'", new { broker = world.Broker.Id })).ShouldNotBeNull();
        var state = await world.AdvanceAsync(user);

        state.ShouldBe(verified ? new OnboardingState.NeedsAccount(4711) : new OnboardingState.NeedsEmailProof());
        world.Platform.Seen.Select(seen => seen.Call).ShouldBe(["3.1", "3.11"]); // reads, of which there are no limits
    }

    [Fact]
    public async Task Asking_again_changes_nothing()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        await world.OpenAccountAsync(user);
        var calls = world.Platform.Seen.Count;

        await world.AdvanceAsync(user);
        var state = await world.Node.Onboarding.OpenAccountAsync(world.Broker, user, new("standard", "USD", 3000), None);

        world.Platform.Seen.Count.ShouldBe(calls);
        await world.ShouldHaveExactlyOneAccountAsync(user, state.ShouldBeOfType<OnboardingState.Complete>(), Email);
    }

    [Theory]
    [InlineData("standard", "XXX", 10000)]
    [InlineData("standard", "EUR", 1)]
    [InlineData("practice", "EUR", 10000)]
    public async Task Only_what_the_broker_offers_can_be_chosen(string product, string currency, int leverage)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);

        await Should.ThrowAsync<ArgumentException>(world.Node.Onboarding.OpenAccountAsync(world.Broker, user, new(product, currency, leverage), None));
    }

    [Fact] // BID-44
    public async Task A_user_of_another_broker_is_nobody()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);

        await Should.ThrowAsync<InvalidOperationException>(world.AdvanceAsync(user, broker: world.Sibling));
        await Should.ThrowAsync<InvalidOperationException>(world.Node.Onboarding.GetStateAsync(world.Sibling, user, None));
        world.Platform.Seen.ShouldBeEmpty();
    }

    [Fact] // FLOW-CREATE-21
    public async Task A_platform_user_who_was_there_before_is_adopted_after_proof()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        world.Platform.Users[Email] = 77;
        var user = await world.NewUserAsync(Email);

        var first = await world.OpenAccountAsync(user);
        var second = await world.AdvanceAsync(user);
        var callsBefore = world.Platform.Count("3.2") + world.Platform.Count("3.3");
        var confirmed = await world.Node.Onboarding.ConfirmEmailAsync(world.Broker, user, None);

        first.ShouldBeOfType<OnboardingState.NeedsEmailProof>();
        second.ShouldBeOfType<OnboardingState.NeedsEmailProof>();
        callsBefore.ShouldBe(0);
        confirmed.ShouldBe(new OnboardingState.Complete(77, world.Platform.Traders.Single().Login));
        (await world.ReadAsync<long?>("select email_confirmed_at from users where id = @user", new { user })).ShouldNotBeNull();
    }

    [Fact] // FLOW-CREATE-21, FLOW-AUTH-6
    public async Task A_proven_address_is_adopted_at_once()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        world.Platform.Users[Email] = 77;
        var user = await world.NewUserAsync(Email, confirmed: true);

        (await world.AdvanceAsync(user)).ShouldBe(new OnboardingState.NeedsAccount(77));
        world.Platform.Count("3.2").ShouldBe(0);
    }

    [Fact] // B2P-3.2-13, DEC-39
    public async Task An_address_taken_between_lookup_and_creation_needs_proof()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.2", (context, _) =>
        {
            world.Platform.Users[Email] = 77;
            return FakeAnswer.Error(400, "CH_EMAIL_ALREADY_EXISTS").WriteAsync(context);
        });

        (await world.AdvanceAsync(user)).ShouldBeOfType<OnboardingState.NeedsEmailProof>();
    }

    [Fact]
    public async Task An_address_that_exists_and_cannot_be_found_gets_stuck()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.2", [.. Enumerable.Repeat(Faults.Refuse(400, "CH_EMAIL_ALREADY_EXISTS"), 3)]);

        (await world.UntilAsync<OnboardingState.Stuck>(user)).Code.ShouldBe("CH_EMAIL_ALREADY_EXISTS");
        world.Platform.Count("3.2").ShouldBe(3);
    }

    [Fact] // BID-45, FLOW-CREATE-21
    public async Task Two_brokers_of_a_crm_share_a_platform_user_once_the_second_is_proven()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var first = await world.NewUserAsync(Email);
        var second = await world.NewUserAsync(Email, broker: world.Sibling);

        await world.AdvanceAsync(first);
        var unproven = await world.AdvanceAsync(second, broker: world.Sibling);
        var proven = await world.Node.Onboarding.ConfirmEmailAsync(world.Sibling, second, None);

        unproven.ShouldBeOfType<OnboardingState.NeedsEmailProof>();
        proven.ShouldBe(new OnboardingState.NeedsAccount(world.Platform.Users[Email]));
        world.Platform.Count("3.2").ShouldBe(1);
    }

    [Fact] // FLOW-CREATE-21
    public async Task A_lost_answer_does_not_let_one_broker_adopt_what_another_created()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var first = await world.NewUserAsync(Email);
        var second = await world.NewUserAsync(Email, broker: world.Sibling);
        var held = world.Platform.Hold("3.2", after: true);
        var creating = world.AdvanceAsync(first);
        await held.Reached;
        world.Platform.Users.Remove(Email, out var id);

        // While the first one's creation is open, the second sends none, so it has no claim to what appears.
        var waiting = await world.AdvanceAsync(second, broker: world.Sibling);
        world.Platform.Users[Email] = id;
        held.Release();
        await creating;

        waiting.ShouldBeOfType<OnboardingState.CreatingUser>();
        world.Platform.Count("3.2").ShouldBe(1);
        (await world.UntilAsync<OnboardingState.NeedsEmailProof>(second, broker: world.Sibling)).ShouldNotBeNull();
    }

    [Theory] // ERR-23, ERR-24, ERR-27, ERR-30, ERR-33, ERR-34, ERR-37
    [InlineData("3.11", 403, "NOT_ENOUGH_RIGHTS")]
    [InlineData("3.2", 400, "CH_EMAIL_INVALID")]
    [InlineData("3.2", 404, "CH_BROKER_NOT_FOUND")]
    [InlineData("3.3", 404, "TRADER_GROUP_NOT_FOUND")]
    [InlineData("3.3", 400, "CH_PLANT_INVALID")]
    [InlineData("3.3", 400, "INVALID_REQUEST")]
    [InlineData("3.4", 404, "CH_ENVIRONMENT_NOT_FOUND")]
    [InlineData("3.4", 403, "CH_TRADER_ACCESS_DENIED")]
    [InlineData("3.4", 400, "CH_TRADER_ALREADY_LINKED")]
    public async Task A_refusal_for_good_waits_for_a_person(string call, int status, string code)
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next(call, Faults.Refuse(status, code));

        var stuck = await world.OpenAccountAsync(user);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.AdvanceAsync(user);
        var sent = world.Platform.Count(call);
        var listed = await world.Node.Onboarding.ListStuckAsync(world.Broker, None);
        var retried = await world.Node.Onboarding.RetryAsync(world.Broker, user, None);

        stuck.ShouldBe(new OnboardingState.Stuck(code));
        sent.ShouldBe(1);
        listed.ShouldHaveSingleItem().StuckCode.ShouldBe(code);
        world.Node.Log.All.ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal)
            && line.Contains(code, StringComparison.Ordinal)
            && line.Contains(world.Broker.Name.Value, StringComparison.Ordinal)
            && line.Contains(world.Broker.Crm.Name.Value, StringComparison.Ordinal)); // BID-9
        await world.ShouldHaveExactlyOneAccountAsync(user, retried.ShouldBeOfType<OnboardingState.Complete>(), Email);
    }

    [Fact] // B2P-0-14, ERR-25
    public async Task The_platforms_wish_to_wait_is_granted()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.2", Faults.Refuse(429, "REQUEST_FREQUENCY_EXCEEDED", retryAfter: 600));

        var state = (await world.AdvanceAsync(user)).ShouldBeOfType<OnboardingState.CreatingUser>();

        state.NextAttemptAt.ShouldBe(world.Clock.GetUtcNow() + TimeSpan.FromSeconds(600));
        state.LastError.ShouldBe("REQUEST_FREQUENCY_EXCEEDED");
        world.Clock.Advance(TimeSpan.FromSeconds(599));
        await world.AdvanceAsync(user);
        world.Platform.Count("3.2").ShouldBe(1);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        (await world.AdvanceAsync(user)).ShouldBeOfType<OnboardingState.NeedsAccount>();
    }

    [Fact] // FLOW-CREATE-8, B2P-3.13-4
    public async Task An_agreement_is_reported_when_there_is_a_user_and_holds_nothing_up()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.13", Faults.Refuse(503, "BUSY"), Faults.ServerErrorAfter);

        await world.Node.Onboarding.AcceptAgreementsAsync(world.Broker, user, [new("terms", "2026-01", null, "en", new("https://broker.example.test/terms"), IsNewVersion: false)], None);
        var state = await world.OpenAccountAsync(user);
        await world.Node.Worker.StartAsync(None);
        await world.PassUntilAsync(user, world.Node.Log.FirstAsync(line => line.Contains("Agreement task", StringComparison.Ordinal) && line.Contains("is done", StringComparison.Ordinal)));

        state.ShouldBeOfType<OnboardingState.Complete>();
        world.Platform.Agreements.ShouldBe([world.Platform.Users[Email]]);
        (await world.ReadAsync<long?>("select reported_at from agreement_consents where user_id = @user and agreement = 'terms' and version = '2026-01'", new { user }))
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task No_secret_is_logged()
    {
        await using var world = await OnboardingWorld.StartAsync(database, platforms);
        var user = await world.NewUserAsync(Email);
        world.Platform.Next("3.3", Faults.ResetAfter, Faults.Refuse(400, "INVALID_REQUEST"));
        world.Platform.Next("3.4", Faults.ResetAfter);
        await world.OpenAccountAsync(user);
        await world.UntilAsync<OnboardingState.Complete>(user);

        var hash = world.Platform.Traders.Single().HashedPassword;
        world.Node.Log.All.ShouldAllBe(line => !line.Contains(hash, StringComparison.Ordinal)
            && !line.Contains(world.Platform.Token, StringComparison.Ordinal)
            && !line.Contains(Email, StringComparison.OrdinalIgnoreCase));
    }
}
