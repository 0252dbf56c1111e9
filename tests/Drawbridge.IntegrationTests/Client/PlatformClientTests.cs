using System.Text.Json.Nodes;
using Drawbridge.Client.Platform;
using Drawbridge.Client.Platform.Calls;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>What each call sends and how its answer is read.</summary>
public sealed class PlatformClientTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly CreateTraderRequest Trader = new()
    {
        AccessRights = "FULL_ACCESS",
        AccountType = "HEDGED",
        Balance = 0,
        DepositCurrency = "EUR",
        GroupName = "Default",
        HashedPassword = PasswordHashMd5.Of("secret").Reveal(),
        LeverageInCents = 10000,
        Description = "ref:1",
    };

    [Fact] // B2P-3.1-1..5, B2P-3.1-9, B2P-0-9
    public async Task The_manager_token_is_fetched_once_and_kept()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());

        await client.Users.FindByEmailAsync("a@b.example", None);
        await client.Users.FindByEmailAsync("a@b.example", None);

        var fetch = platform.Seen.Where(request => request.Call == "3.1").ShouldHaveSingleItem();
        fetch.Query.ShouldBe("");
        fetch.ContentType!.ShouldStartWith("application/json");
        var body = JsonNode.Parse(fetch.Body)!;
        body["login"]!.GetValue<long>().ShouldBe(2309);
        body["hashedPassword"]!.GetValue<string>().ShouldBe(PasswordHashMd5.Of(FakePlatform.Password).Reveal());
        platform.Count("3.11").ShouldBe(2);
    }

    [Fact] // B2P-3.2-1..8, B2P-0-8, B2P-0-15, B2P-0-22, B2P-3.2-16, B2P-3.2-17
    public async Task A_user_is_created()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();

        var user = new CreateUserRequest { Email = "pat@acme.example", FirstName = "Pat", Nickname = "patty", PreferredLanguage = "de" };
        var result = await clients.For(platform.Peer()).Users.CreateAsync(user, None);

        result.ShouldBe(new PlatformResult<long>.Answered(platform.Users["pat@acme.example"]));
        var request = platform.Seen.Single(seen => seen.Call == "3.2");
        request.Query.ShouldBe($"?token={Uri.EscapeDataString(platform.Token)}");
        request.Accept.ShouldBe("application/json");
        JsonNode.DeepEquals(
            JsonNode.Parse(request.Body),
            JsonNode.Parse("""{"brokerCrmName":"acme_crm","email":"pat@acme.example","firstName":"Pat","nickname":"patty","preferredLanguage":"de"}"""))
            .ShouldBeTrue();
    }

    [Fact] // B2P-3.11-1..4
    public async Task A_user_is_looked_up_by_address()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());
        platform.Users["pat+x@acme.example"] = 77;

        (await client.Users.FindByEmailAsync("pat+x@acme.example", None)).ShouldBe(new PlatformResult<long?>.Answered(77));
        (await client.Users.FindByEmailAsync("no@acme.example", None)).ShouldBe(new PlatformResult<long?>.Answered(null));
        platform.Next("3.11", Faults.Answer(200, "{}"), Faults.Answer(204, null));
        (await client.Users.FindByEmailAsync("no@acme.example", None)).ShouldBe(new PlatformResult<long?>.Answered(null));
        (await client.Users.FindByEmailAsync("no@acme.example", None)).ShouldBe(new PlatformResult<long?>.Answered(null));

        platform.Seen.First(seen => seen.Call == "3.11").Query.ShouldBe(
            $"?brokerCrmName=acme_crm&email=pat%2Bx%40acme.example&token={Uri.EscapeDataString(platform.Token)}");
    }

    [Fact] // B2P-3.3-1..10, B2P-3.3-18..21, B2P-0-4, B2P-0-21
    public async Task An_account_is_opened_and_linked()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());

        var opened = (await client.Traders.CreateAsync(Trader, None)).ShouldBeOfType<PlatformResult<TraderEntity>.Answered>().Value;
        var linked = await client.Links.LinkAsync(opened.Login, PasswordHashMd5.Of("secret"), 77, "live", None); // B2P-3.4-1..9

        opened.Description.ShouldBe("ref:1");
        opened.RegistrationTimestamp.ShouldBe(platform.Traders.Single().Registered); // WS-14
        linked.ShouldBe(new PlatformResult<long?>.Answered(opened.Login * 10));
        var sent = JsonNode.Parse(platform.Seen.Single(seen => seen.Call == "3.3").Body)!;
        sent["brokerName"]!.GetValue<string>().ShouldBe("acme_main");
        sent["totalMarginCalculationType"]!.GetValue<string>().ShouldBe("MAX");
        JsonNode.DeepEquals(
            JsonNode.Parse(platform.Seen.Single(seen => seen.Call == "3.4").Body),
            new JsonObject
            {
                ["traderLogin"] = opened.Login,
                ["traderPasswordHash"] = PasswordHashMd5.Of("secret").Reveal(),
                ["userId"] = 77,
                ["brokerName"] = "acme_main",
                ["environmentName"] = "live",
                ["returnAccountDetails"] = true,
            }).ShouldBeTrue();
    }

    [Fact] // B2P-3.10-1..3, B2P-3.12-1..3, B2P-3.13-1..3, B2P-0-20
    public async Task Calls_without_an_answer_are_done_when_the_status_says_so()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());
        platform.Next("3.12", Faults.Answer(200, "OK", "text/plain"));

        (await client.Users.ChangeEmailAsync(77, "new@acme.example", None)).ShouldBeOfType<PlatformResult<NoContent>.Answered>();
        (await client.Users.LogOutAsync(77, None)).ShouldBeOfType<PlatformResult<NoContent>.Answered>();
        (await client.Users.AcceptAgreementAsync(77, None)).ShouldBeOfType<PlatformResult<NoContent>.Answered>();

        JsonNode.DeepEquals(
            JsonNode.Parse(platform.Seen.Single(seen => seen.Call == "3.10").Body),
            JsonNode.Parse("""{"userId":77,"newEmail":"new@acme.example","brokerCrmName":"acme_crm"}""")).ShouldBeTrue();
        var token = Uri.EscapeDataString(platform.Token);
        foreach (var call in new[] { "3.12", "3.13" })
        {
            var request = platform.Seen.Single(seen => seen.Call == call);
            request.Query.ShouldBe($"?brokerCrmName=acme_crm&userId=77&token={token}");
            request.Body.ShouldBe("");
        }
    }

    [Fact] // WS-32, WS-33, WS-50, B2P-0-7
    public async Task Accounts_are_listed_and_read()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        var client = clients.For(platform.Peer());
        await client.Traders.CreateAsync(Trader, None);
        var registered = DateTimeOffset.FromUnixTimeMilliseconds(platform.Traders.Single().Registered);

        var query = new TraderQuery(registered, registered.AddMilliseconds(1)) { Fields = ["description"] };
        var list = (await client.Traders.ListPageAsync(query, None)).ShouldBeOfType<PlatformResult<TraderListResponse>.Answered>().Value;
        var before = (await client.Traders.ListPageAsync(new(registered.AddHours(-1), registered), None))
            .ShouldBeOfType<PlatformResult<TraderListResponse>.Answered>().Value;
        var one = (await client.Traders.GetAsync(list.Trader.Single().Login, None)).ShouldBeOfType<PlatformResult<TraderEntity>.Answered>().Value;

        before.Trader.ShouldBeEmpty();
        one.Description.ShouldBe("ref:1");
        var sent = platform.Seen.First(seen => seen.Call == "list").Query;
        sent.ShouldContain($"from={Uri.EscapeDataString(registered.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", null))}&");
        sent.ShouldContain("fields=login%2CregistrationTimestamp%2Cdescription");
    }

    [Fact] // B2P-3.11-1, B2P-3.12-1
    public async Task Paths_that_were_lost_are_settings()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients(configure: options =>
        {
            options.Paths["3.11"] = "/cid/elsewhere";
            options.Paths["3.12"] = "/cid/out";
        });
        var client = clients.For(platform.Peer());

        await client.Users.FindByEmailAsync("a@b.example", None);
        await client.Users.LogOutAsync(1, None);

        platform.Seen.Select(seen => seen.Call).ShouldBe(["3.1", "GET /cid/elsewhere", "POST /cid/out"]);
    }

    [Theory] // WS-83
    [InlineData("CTID_NEW", false)]
    [InlineData("CTID_ACTIVE", true)]
    public async Task A_new_user_with_an_unexpected_status_is_logged(string status, bool isLogged)
    {
        await using var platform = await fixture.StartAsync();
        var log = new LogLines();
        using var clients = fixture.Clients(log: log);
        platform.Next("POST /cid/ctid/create", Faults.Answer(201, $$"""{"userId":7,"email":"a@b.example","nickname":"ctid7","status":"{{status}}"}"""));

        var result = await clients.For(platform.Peer()).Ctids.CreateAsync("a@b.example", preferredLanguage: null, None);

        result.ShouldBeOfType<PlatformResult<CtidCreation>.Answered>().Value.IsNew.ShouldBeTrue();
        log.All.Any(static line => line.Contains("unexpected status", StringComparison.Ordinal)).ShouldBe(isLogged);
    }
}
