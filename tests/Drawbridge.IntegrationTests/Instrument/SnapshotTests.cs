using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Handoff;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Invite;
using Drawbridge.Platform.Snapshots;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class SqliteSnapshotTests(SqliteFixture fixture) : SnapshotTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresSnapshotTests(PostgresFixture fixture) : SnapshotTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>Snapshots, the same tests on either engine.</summary>
public abstract class SnapshotTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private PlatformServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var empty = await fixture.OpenEmptyAsync();
        var database = prefix + (empty.DataSource?.ConnectionString ?? empty.Location);
        _server = await PlatformServer.StartAsync(options =>
        {
            options.Database = database;
            options.Brokers[0].Invite = new() { AttributionUrl = options.Crms[0].BaseUrl + "/oauth2/attribution", Token = "invite-token" };
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task<ApiAnswer> PostAsync(string path, JsonObject? body = null) => _server.As(null).PostAsync($"/instrument/api/{path}", body);

    private async Task TakeAsync(string name) => (await PostAsync("snapshots", new() { ["name"] = name })).Status.ShouldBe(HttpStatusCode.Created);

    private async Task<string> OpenSessionAsync(long userId)
    {
        _server.CrmSide.When(CrmPaths.AuthorizeOneTime, $"code-of-{userId}", 200, $$"""{"userId":{{userId}},"accessToken":"access-of-{{userId}}"}""");
        var session = await _server.As(null).PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = $"code-of-{userId}" });
        return (string)session.Json["sessionId"]!;
    }

    /// <summary>Rows in every table there is.</summary>
    private async Task<(long UserId, long Login, string SessionId)> FillAsync()
    {
        var (userId, login) = (await _server.Api.NewUserAsync(), await _server.Api.NewTraderAsync(balance: 10_000_00));
        var account = await _server.Api.NewLinkAsync(userId, login);
        var session = await OpenSessionAsync(userId);
        (await _server.Api.PutAsync(PlatformPaths.Referral, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["userId"] = userId, ["ctidTraderAccountId"] = account, ["partnerId"] = "p" }))
            .Status.ShouldBe(HttpStatusCode.OK);
        foreach (var direction in new[] { "BUY", "SELL" })
        {
            await _server.As(null).PostAsync($"/app/api/sessions/{session}/positions", new JsonObject { ["login"] = login, ["symbol"] = "EURUSD", ["direction"] = direction, ["volume"] = 1000 });
        }

        var position = (await _server.Services.GetRequiredService<PlatformDatabase>().ReadAsync(
            static s => s.GetAsync<long>("select min(position_id) from platform_position"), Cancellation));
        (await _server.As(null).SendAsync(HttpMethod.Delete, $"/app/api/sessions/{session}/positions/{position}")).Status.ShouldBe(HttpStatusCode.OK);
        await WriteByHandAsync(userId, login);
        return (userId, login, session);
    }

    private async Task WriteByHandAsync(long userId, long login)
    {
        var now = _server.Clock.GetUtcNow();
        var database = _server.Services.GetRequiredService<PlatformDatabase>();
        await _server.Services.GetRequiredService<HandoffTokenStore>().AddAsync(
            new() { Fingerprint = [1, 2, 3], UserId = userId, TraderLogin = login, BrokerName = PlatformServer.Broker, ExpiresAt = now.AddDays(1) }, Cancellation);
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "insert into platform_ribbon_set (broker_crm_name, user_id, ribbons) values (@Crm, @userId, '[]')", new { PlatformServer.Crm, userId });
                await session.ExecuteAsync(
                    "insert into platform_attribute (kind, entity_id, name, name_key, value, updated_at) values ('traders', @login, 'Ä', 'ä', 'v', @now)", new { login, now });
                await session.ExecuteAsync(
                    "insert into platform_invitation (invited_user_id, broker_name, partner_user_id, created_at) values (@userId, @Broker, @userId, @now)",
                    new { userId, PlatformServer.Broker, now });
                var job = InviteJobs.Request(InviteJobs.Attribution, userId, PlatformServer.Broker) with { RunAt = now.AddDays(1) };
                return await _server.Services.GetRequiredService<InviteJobs>().Queue.EnqueueAsync(session, job);
            },
            Cancellation);
    }

    [Fact]
    public async Task What_was_changed_is_restored_to_the_last_row_and_number()
    {
        var (userId, login, _) = await FillAsync();
        var before = await StateDump.OfAsync(_server);
        before.Where(static table => table.Value.Length == 0).Select(static table => table.Key).ShouldBeEmpty("a table without rows proves nothing: fill it above");
        await TakeAsync("before");

        await _server.Api.NewLinkAsync(await _server.Api.NewUserAsync(), await _server.Api.NewTraderAsync());
        await _server.Api.PostAsync($"{PlatformPaths.Traders}/{login}/changebalance", new JsonObject { ["login"] = login, ["preciseAmount"] = 5, ["type"] = "DEPOSIT" });
        await _server.Api.PostAsync($"{PlatformPaths.Logout}?brokerCrmName={PlatformServer.Crm}&userId={userId}");
        await _server.Services.GetRequiredService<PlatformDatabase>().WriteAsync(static s => s.ExecuteAsync("delete from platform_handoff_token"), Cancellation);
        await _server.Services.GetRequiredService<PlatformDatabase>().WriteAsync(static s => s.ExecuteAsync("delete from jobs"), Cancellation);
        (await StateDump.OfAsync(_server)).ShouldNotBe(before);
        (await PostAsync("snapshots/before/restore")).Status.ShouldBe(HttpStatusCode.OK, _server.Logs.Text);

        (await StateDump.OfAsync(_server)).ShouldBe(before);
        (await _server.Api.NewUserAsync()).ShouldBe(userId + 1); // the same call gets the same number again
        (await PostAsync("snapshots/before/restore")).Status.ShouldBe(HttpStatusCode.OK, _server.Logs.Text); // and once more
        (await StateDump.OfAsync(_server)).ShouldBe(before);
    }

    [Fact]
    public async Task A_session_works_again_after_a_restore_and_one_that_came_later_is_told_that_it_ended()
    {
        var (userId, _, session) = await FillAsync();
        await TakeAsync("with-session");
        var other = await OpenSessionAsync(await _server.Api.NewUserAsync());
        await _server.Api.PostAsync($"{PlatformPaths.Logout}?brokerCrmName={PlatformServer.Crm}&userId={userId}");
        using var client = _server.Authority.NewClient(_server.Https);
        using var stream = new StreamReader(await client.GetStreamAsync("/instrument/api/journal/stream"));
        (await stream.ReadLineAsync(Cancellation)).ShouldBe(": open");

        await PostAsync("snapshots/with-session/restore");

        (await _server.As(null).GetAsync($"/app/api/sessions/{session}")).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.As(null).GetAsync($"/app/api/sessions/{other}")).ShouldBeRefused(404, "SESSION_NOT_FOUND");
        await stream.ReadLineAsync(Cancellation);
        (await stream.ReadLineAsync(Cancellation)).ShouldBe("event: session-ended");
        (await stream.ReadLineAsync(Cancellation))!.ShouldContain("\"reason\":\"instrument\"");
    }

    [Fact] // B2P-3.1-6
    public async Task A_reset_leaves_what_the_settings_say_and_nothing_else()
    {
        await FillAsync();
        await TakeAsync("kept");

        var answer = await PostAsync("reset");

        answer.Text.ShouldBe("""{"users":1,"traders":1}""");
        var dump = await StateDump.OfAsync(_server);
        dump.Where(static table => table.Value.Length > 0).Select(static table => table.Key).ShouldBe([StateTables.Sequence]);
        (await _server.Api.NewUserAsync()).ShouldBe(PlatformSequence.First[PlatformSequence.User]); // with the same manager token
        (await _server.Api.NewTraderAsync()).ShouldBe(PlatformSequence.First[PlatformSequence.Trader]);
        (await PostAsync("snapshots/kept/restore")).Status.ShouldBe(HttpStatusCode.OK, _server.Logs.Text); // snapshots stay
    }

    [Fact]
    public async Task The_first_numbers_are_those_of_an_empty_database()
    {
        var rows = await _server.Services.GetRequiredService<PlatformDatabase>().ReadAsync(
            static session => session.ListAsync<(string Name, long Next)>("select name, next from platform_sequence"), Cancellation);

        rows.ToDictionary(static row => row.Name, static row => row.Next).ShouldBe(PlatformSequence.First, ignoreOrder: true);
    }

    [Fact]
    public async Task They_are_listed_and_deleted_and_leave_nothing_behind()
    {
        await FillAsync();
        await TakeAsync("one");
        await TakeAsync("two.2");

        var snapshots = (await _server.As(null).GetAsync("/instrument/api/snapshots")).Json["snapshots"]!.AsArray();
        snapshots.Select(static s => $"{s!["name"]} {s["users"]} {s["traders"]}").ShouldBe(["one 1 1", "two.2 1 1"]);
        snapshots.ShouldAllBe(static s => (long)s!["sizeBytes"]! > 0);
        ((DateTimeOffset)snapshots[0]!["createdAt"]!).ShouldBe(_server.Clock.GetUtcNow());
        foreach (var name in new[] { "one", "two.2" })
        {
            ((int)(await _server.As(null).SendAsync(HttpMethod.Delete, $"/instrument/api/snapshots/{name}")).Status).ShouldBe(204);
        }

        (await _server.As(null).SendAsync(HttpMethod.Delete, "/instrument/api/snapshots/one")).ShouldBeRefused(404, "NOT_FOUND");
        (await PostAsync("snapshots/one/restore")).ShouldBeRefused(404, "NOT_FOUND");
        (await _server.Services.GetRequiredService<PlatformDatabase>().ReadAsync(
            static session => session.GetAsync<long>(session.Dialect.Choose(
                postgres: "select count(*) from pg_class where relname like 'snapshot%'",
                sqlite: "select count(*) from sqlite_master where name like 'snapshot%'")),
            Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_has_a_form()
    {
        await TakeAsync("once");

        (await PostAsync("snapshots", new() { ["name"] = "once" })).ShouldBeRefused(409, "INVALID_REQUEST");
        foreach (var name in new[] { "", ".hidden", "a b", "a/b", "ä", new string('x', 65), "x';drop" })
        {
            (await PostAsync("snapshots", new() { ["name"] = name })).ShouldBeRefused(400, "INVALID_REQUEST");
        }

        (await PostAsync("snapshots")).ShouldBeRefused(400, "INVALID_REQUEST");
        await TakeAsync(new string('x', 64));
    }

    [Fact]
    public async Task One_of_another_schema_is_refused_and_can_still_be_deleted()
    {
        await TakeAsync("old");
        await _server.Services.GetRequiredService<PlatformDatabase>().WriteAsync(
            static session => session.ExecuteAsync("update platform_snapshot set schema_version = 'platform 1'"), Cancellation);
        var userId = await _server.Api.NewUserAsync();

        var answer = await PostAsync("snapshots/old/restore");

        answer.ShouldBeRefused(409, "INVALID_REQUEST");
        answer.Text.ShouldContain(SnapshotStore.SchemaVersion);
        (await _server.Api.NewUserAsync()).ShouldBe(userId + 1); // nothing happened
        ((int)(await _server.As(null).SendAsync(HttpMethod.Delete, "/instrument/api/snapshots/old")).Status).ShouldBe(204);
    }

    [Fact]
    public async Task Writers_snapshots_and_restores_at_once_leave_a_state_that_fits_together()
    {
        await TakeAsync("empty");
        var writers = Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                var (userId, login) = (await _server.Api.NewUserAsync(), await _server.Api.NewTraderAsync());
                await _server.Api.PostAsync(PlatformPaths.Link, PlatformApi.Link(userId, login)); // may be refused: a restore came between
            }
        });
        var restorers = Enumerable.Range(0, 2).Select(async n =>
        {
            for (var i = 0; i < 3; i++)
            {
                await TakeAsync($"s{n}-{i}");
                (await PostAsync($"snapshots/{(i == 1 ? "empty" : $"s{n}-{i}")}/restore")).Status.ShouldBe(HttpStatusCode.OK, _server.Logs.Text);
            }
        });

        await Task.WhenAll([.. writers, .. restorers]);

        var database = _server.Services.GetRequiredService<PlatformDatabase>();
        (await database.ReadAsync(static session => session.GetAsync<long>(
            """
            select (select count(*) from platform_link l where not exists (select 1 from platform_trader t where t.login = l.trader_login)
                or not exists (select 1 from platform_user u where u.user_id = l.user_id))
              + (select count(*) from platform_user where user_id >= (select next from platform_sequence where name = 'user'))
              + (select count(*) from platform_trader where login >= (select next from platform_sequence where name = 'trader'))
            """), Cancellation)).ShouldBe(0);
        await _server.Api.NewUserAsync();
    }
}
