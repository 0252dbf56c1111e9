using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Users;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class SqlitePlatformStoreTests(SqliteFixture fixture) : PlatformStoreTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresPlatformStoreTests(PostgresFixture fixture) : PlatformStoreTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>The stores of the platform, the same tests on either engine.</summary>
public abstract class PlatformStoreTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private static readonly Manager Everybody = new(1, new HashSet<string>(), new HashSet<string>(), SuperAdmin: false);

    private PlatformDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UserStore Users => new(_database, fixture.Clock);

    private TraderStore Traders => new(_database, fixture.Clock);

    private LinkStore Links => new(_database, fixture.Clock);

    private AppSessionStore Sessions => new(_database);

    public async ValueTask InitializeAsync()
    {
        _database = new(Options.Create(new PlatformOptions { Database = prefix + fixture.Options.ConnectionString }), fixture.Clock, NullLoggerFactory.Instance);
        await new Migrator(_database.Database).MigrateAsync(PlatformMigrations.Set, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static NewUser NewUser(string? email = null, string? nickname = null) =>
        new("crm", email ?? PlatformApi.NewEmail(), nickname, "Änn 🙂", "en");

    private TraderRow NewTrader(string broker = "broker", string group = "Default") => new()
    {
        BrokerName = broker, GroupName = group, DepositCurrency = "EUR", MoneyDigits = 2, AccessRights = "FULL_ACCESS", AccountType = "HEDGED",
        Balance = long.MaxValue, LeverageInCents = 100, TotalMarginCalculationType = "MAX", ContactDetails = """{"city":"Köln"}""", Description = "order 7",
        LimitedRisk = true, PasswordHash = "hash", RegisteredAt = fixture.Clock.GetUtcNow(), UpdatedAt = fixture.Clock.GetUtcNow(),
    };

    [Fact]
    public async Task A_user_is_found_as_stored()
    {
        var user = NewUser(nickname: $"n{Guid.NewGuid():N}"[..20]);
        var userId = (await Users.CreateAsync(user, Cancellation))!.Value;

        var found = (await Users.FindAsync(userId, Cancellation))!;

        (found.Email, found.Nickname, found.FirstName, found.PreferredLanguage).ShouldBe((user.Email, user.Nickname!, user.FirstName, user.PreferredLanguage));
        found.CreatedAt.ShouldBe(fixture.Clock.GetUtcNow());
        found.AgreementAcceptedAt.ShouldBeNull();
        (await Users.FindIdAsync("crm", user.Email.ToUpperInvariant(), Cancellation)).ShouldBe(userId);
        (await Users.FindIdAsync("other", user.Email, Cancellation)).ShouldBeNull();
    }

    [Fact] // B2P-3.2-10, B2P-3.2-13
    public async Task Of_users_created_at_once_with_one_address_or_nickname_the_first_gets_it()
    {
        var (email, nickname) = (PlatformApi.NewEmail(), $"n{Guid.NewGuid():N}"[..20]);

        var sameEmail = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Users.CreateAsync(NewUser(email), Cancellation)));
        var sameNickname = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Users.CreateAsync(NewUser(nickname: nickname), Cancellation)));

        sameEmail.Count(static id => id is not null).ShouldBe(1);
        sameNickname.ShouldAllBe(static id => id != null);
        var nicknames = await Task.WhenAll(sameNickname.Select(async id => (await Users.FindAsync(id!.Value, Cancellation))!.Nickname));
        nicknames.Count(name => name == nickname).ShouldBe(1);
        nicknames.Distinct().Count().ShouldBe(16);
    }

    [Fact] // B2P-3.10-5
    public async Task Of_users_that_change_to_one_address_at_once_the_first_gets_it()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Users.CreateAsync(NewUser(), Cancellation)));
        var email = PlatformApi.NewEmail();

        var changed = await Task.WhenAll(users.Select(id => Users.ChangeEmailAsync("crm", id!.Value, email, Cancellation)));

        changed.Count(static done => done).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_is_found_as_stored()
    {
        var created = await Traders.CreateAsync(NewTrader(), Cancellation);

        var found = (await Traders.FindAsync(created.Login, Cancellation))!.ToEntity();

        found.ShouldBe(created.ToEntity() with { ContactDetails = found.ContactDetails });
        found.ContactDetails!.City.ShouldBe("Köln");
        found.Description.ShouldBe("order 7");
        found.IsLimitedRisk.ShouldBeTrue();
        found.MaxLeverage.ShouldBeNull();
        found.RegistrationTimestamp.ShouldBe(fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact] // WS-50, WS-56, B2P-0-17
    public async Task A_list_has_what_is_within_reach_newest_first()
    {
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        var from = fixture.Clock.GetUtcNow();
        var first = await Traders.CreateAsync(NewTrader(), Cancellation);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Traders.CreateAsync(NewTrader("hidden"), Cancellation);
        await Traders.CreateAsync(NewTrader(group: "VIP"), Cancellation);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var last = await Traders.CreateAsync(NewTrader(group: "Other"), Cancellation);
        var manager = new Manager(1, new HashSet<string> { "Default", "Other" }, new HashSet<string> { "hidden" }, SuperAdmin: false);

        var query = new TraderListQuery(from, from.AddDays(1), LastDealFrom: null, LastDealTo: null, HasOpenPositions: false, GroupName: null);
        var (all, hasMore) = await Traders.ListAsync(manager, query, 10, Cancellation);
        var (newest, more) = await Traders.ListAsync(Everybody, query, 1, Cancellation);
        var (vip, _) = await Traders.ListAsync(Everybody, query with { GroupName = "VIP" }, 10, Cancellation);
        var (dealt, _) = await Traders.ListAsync(Everybody, query with { LastDealFrom = from, LastDealTo = from.AddDays(1) }, 10, Cancellation);

        all.Select(static trader => trader.Login).ShouldBe([last.Login, first.Login]);
        hasMore.ShouldBeFalse();
        newest.Select(static trader => trader.Login).ShouldBe([last.Login]);
        more.ShouldBeTrue();
        vip.Count.ShouldBe(1);
        dealt.ShouldBeEmpty();
    }

    [Fact] // B2P-3.4-10, ERR-35
    public async Task Of_many_links_of_one_account_at_once_one_succeeds()
    {
        var userId = (await Users.CreateAsync(NewUser(), Cancellation))!.Value;
        var trader = await Traders.CreateAsync(NewTrader(), Cancellation);

        var links = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Links.CreateAsync(trader.Login, userId, "broker", "live", Cancellation)));

        var id = links.Single(static link => link is not null);
        var account = (await Links.ListAsync(userId, "broker", Cancellation)).ShouldHaveSingleItem();
        (account.Login, account.CtidTraderAccountId, account.EnvironmentName, account.Balance).ShouldBe((trader.Login, id!.Value, "live", long.MaxValue));
        (await Links.ListAsync(userId, "another", Cancellation)).ShouldBeEmpty();
    }

    [Fact] // B2P-3.12-4
    public async Task A_session_is_taken_once_and_all_of_a_user_go_together()
    {
        var userId = (await Users.CreateAsync(NewUser(), Cancellation))!.Value;
        var handles = Enumerable.Range(0, 3).Select(static _ => SessionToken.New()).ToList();
        foreach (var handle in handles)
        {
            await Sessions.AddAsync(
                new() { Fingerprint = handle.Fingerprint().ToBytes(), UserId = userId, BrokerName = "broker", AccessToken = [1, 2], CreatedAt = fixture.Clock.GetUtcNow() },
                Cancellation);
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sessions.TakeAsync(handles[0].Fingerprint(), Cancellation)));

        var session = taken.Single(static row => row is not null)!;
        session.AccessToken.ShouldBe([1, 2]);
        session.InappToken.ShouldBeNull();
        (await Sessions.TakeAllAsync(userId, Cancellation)).Count.ShouldBe(2);
        (await Sessions.FindAsync(handles[1].Fingerprint(), Cancellation)).ShouldBeNull();
    }

    [Fact] // B2P-3.1-6, B2P-3.1-7
    public async Task The_managers_are_those_of_the_options_and_the_first_key_stays()
    {
        var store = new ManagerStore(_database);
        ManagerRow Row(long login, byte first) => new()
        {
            Login = login, PasswordHash = "h", Stamp = "s", TokenFingerprint = [.. Enumerable.Repeat(first, 32)], AllowedGroups = """["Default"]""",
            DisabledBrokerNames = """["b"]""", SuperAdmin = true,
        };

        await store.ReplaceAllAsync([Row(1, 1), Row(2, 2)], Cancellation);
        await store.ReplaceAllAsync([Row(2, 2), Row(3, 3)], Cancellation);

        (await store.FindAsync(1, Cancellation)).ShouldBeNull();
        var manager = (await store.FindByTokenAsync(TokenFingerprint.FromBytes([.. Enumerable.Repeat((byte)2, 32)]), Cancellation))!.ToManager();
        manager.ShouldSatisfyAllConditions(
            m => m.Login.ShouldBe(2), m => m.AllowedGroups.ShouldBe(["Default"]), m => m.DisabledBrokerNames.ShouldBe(["b"]), m => m.SuperAdmin.ShouldBeTrue());
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.GetOrAddKeyAsync("key", [(byte)i], Cancellation)));
        keys.Select(static key => key[0]).Distinct().Count().ShouldBe(1);
    }

    [Fact] // WS-20, FLOW-CREATE-6, FLOW-CREATE-11
    public async Task The_whole_way_from_sign_up_to_session_works_on_this_engine()
    {
        var database = prefix + (await NewDatabaseAsync());
        await using var server = await PlatformServer.StartAsync(options => options.Database = database);
        var userId = await server.Api.NewUserAsync();
        var login = await server.Api.NewTraderAsync();
        await server.Api.NewLinkAsync(userId, login);
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, "engine-code", 200, $$"""{"userId":{{userId}}}""");

        var session = await server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = "engine-code" });

        ((long)session.Json["accounts"]![0]!["login"]!).ShouldBe(login);
        (await server.Api.PostAsync($"{PlatformPaths.Logout}?brokerCrmName={PlatformServer.Crm}&userId={userId}")).Text.ShouldBeEmpty();
        (await server.As(null).GetAsync($"/app/api/sessions/{session.Json["sessionId"]}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
    }

    private async Task<string> NewDatabaseAsync()
    {
        await using var empty = await fixture.OpenEmptyAsync();
        return empty.DataSource?.ConnectionString ?? empty.Location;
    }
}
