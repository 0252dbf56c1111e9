using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Instrument;

public sealed class SqliteSeedTests(SqliteFixture fixture) : SeedTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresSeedTests(PostgresFixture fixture) : SeedTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>Seeding, the same tests on either engine.</summary>
public abstract class SeedTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private PlatformServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PlatformDatabase Database => _server.Services.GetRequiredService<PlatformDatabase>();

    public async ValueTask InitializeAsync()
    {
        await using var empty = await fixture.OpenEmptyAsync();
        var database = prefix + (empty.DataSource?.ConnectionString ?? empty.Location);
        _server = await PlatformServer.StartAsync(options => options.Database = database);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task<ApiAnswer> SeedAsync(JsonObject? body = null) => _server.As(null).PostAsync("/instrument/api/seed", body);

    [Fact]
    public async Task The_same_seed_on_the_same_day_grows_the_same_rows_and_another_seed_others()
    {
        var wish = new JsonObject { ["seed"] = 42, ["users"] = 5, ["tradersPerUser"] = 2, ["operationsPerTrader"] = 3 };
        var first = await SeedAsync(wish.DeepClone().AsObject());
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        var rows = await StateDump.OfAsync(_server);
        _server.Clock.Advance(TimeSpan.FromHours(1));

        await _server.As(null).PostAsync("/instrument/api/reset");
        var again = await SeedAsync(wish.DeepClone().AsObject());

        again.Text.ShouldBe(first.Text);
        (await StateDump.OfAsync(_server)).ShouldBe(rows);
        await _server.As(null).PostAsync("/instrument/api/reset");
        wish["seed"] = 43;
        await SeedAsync(wish);
        (await StateDump.OfAsync(_server))["platform_user"].ShouldNotBe(rows["platform_user"]);
    }

    [Fact]
    public async Task What_grew_is_what_the_calls_show()
    {
        var answer = (await SeedAsync(new()
        {
            ["users"] = 3, ["tradersPerUser"] = 2, ["positionsPerTrader"] = 4, ["operationsPerTrader"] = 5, ["brokerName"] = PlatformServer.WhiteLabel, ["groupName"] = "VIP",
            ["depositCurrency"] = "JPY", ["balance"] = 5_000_000,
        })).Json;

        var users = answer["users"]!.AsArray();
        users.Count.ShouldBe(3);
        foreach (var user in users)
        {
            var found = await _server.Api.GetAsync($"{PlatformPaths.UserId}?brokerCrmName={PlatformServer.Crm}&email={user!["email"]}");
            ((long)found.Json["userId"]!).ShouldBe((long)user["userId"]!);
            user["traders"]!.AsArray().Count.ShouldBe(2);
            foreach (var login in user["traders"]!.AsArray())
            {
                var trader = (await _server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json;
                ((string?)trader["brokerName"], (string?)trader["groupName"], (string?)trader["depositCurrency"]).ShouldBe((PlatformServer.WhiteLabel, "VIP", "JPY"));
                ((long)trader["balance"]!).ShouldBe(5_000_000);
                ((long)trader["usedMargin"]!).ShouldBeInRange(1, 5_000_000 / 10); // far from a margin call
                ((string?)trader["lastName"]).ShouldNotBeNullOrEmpty();
            }
        }

        var sums = await Database.ReadAsync(
            static session => session.ListAsync<long>("select cast(sum(amount) as bigint) from platform_money_history group by login"), Cancellation);
        sums.ShouldBe(Enumerable.Repeat(5_000_000L, 6));
        var csv = (await _server.Api.SendAsync(HttpMethod.Get, "/v2/webserv/openPositions", accept: "text/csv")).Text;
        csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1 + 24);
    }

    [Fact]
    public async Task The_password_it_tells_fits_the_accounts()
    {
        var answer = (await SeedAsync()).Json;
        var hash = await Database.ReadAsync(
            session => session.GetAsync<string>("select password_hash from platform_trader where login = @login", new { login = (long)answer["users"]![0]!["traders"]![0]! }), Cancellation);

        var hashing = _server.Services.GetRequiredService<PasswordHashing>();
        (await hashing.VerifyAsync(hash, PasswordHashMd5.Of((string)answer["traderPassword"]!), Cancellation)).ShouldBeTrue();
        (await hashing.VerifyAsync(hash, PasswordHashMd5.Of("another"), Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_seed_that_was_sown_already_is_refused_whole_and_numbers_go_on()
    {
        await SeedAsync(new() { ["seed"] = 1, ["users"] = 3 });
        var before = await StateDump.OfAsync(_server);

        (await SeedAsync(new() { ["seed"] = 1, ["users"] = 7 })).ShouldBeRefused(409, "INVALID_REQUEST");

        (await StateDump.OfAsync(_server)).ShouldBe(before);
        ((long)(await SeedAsync(new() { ["seed"] = 2, ["users"] = 3, ["tradersPerUser"] = 0 })).Json["users"]![0]!["userId"]!).ShouldBe(PlatformSequence.First[PlatformSequence.User] + 3);
        (await _server.Api.NewUserAsync()).ShouldBe(PlatformSequence.First[PlatformSequence.User] + 6);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var answer = await SeedAsync(new()
        {
            ["seed"] = -1, ["users"] = 0, ["tradersPerUser"] = 101, ["positionsPerTrader"] = 1.5, ["operationsPerTrader"] = "many", ["brokerName"] = "nobody", ["groupName"] = "none",
            ["depositCurrency"] = "XXX", ["balance"] = -1, ["user"] = 1,
        });

        answer.ShouldBeRefused(400, "INVALID_REQUEST");
        var problem = (string)answer.Json["error"]!["description"]!;
        new[]
        {
            "seed must", "users must", "tradersPerUser must", "positionsPerTrader must", "operationsPerTrader must", "brokerName must", "groupName must be one of Default, VIP",
            "depositCurrency must be one of EUR", "balance must", "without a meaning",
        }.Where(expected => !problem.Contains(expected)).ShouldBeEmpty(problem);
        ((string)(await SeedAsync(new() { ["users"] = 10_000, ["tradersPerUser"] = 11 })).Json["error"]!["description"]!).ShouldContain("at most 100000 accounts");
    }
}
