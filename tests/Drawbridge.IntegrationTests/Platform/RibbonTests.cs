using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class RibbonTests(PlatformServer server)
{
    private const string Sessions = "/app/api/sessions";

    private static JsonObject Ribbon(string title, string? broker = null, JsonNode? account = null, bool enabled = true)
    {
        var ribbon = new JsonObject
        {
            ["color"] = "#ff33ee", ["title"] = title, ["enabled"] = enabled, ["closable"] = true,
            ["action"] = new JsonObject { ["urlinApp"] = "https://crm.example.test/inapp/kyc" },
        };
        if (broker is not null)
        {
            ribbon["brokerName"] = broker;
        }

        if (account is not null)
        {
            ribbon["ctidTraderAccountId"] = account;
        }

        return ribbon;
    }

    private static JsonObject Body(long userId, params JsonObject[] ribbons) => new()
    {
        ["brokerCrmName"] = PlatformServer.Crm, ["userId"] = userId, ["rules"] = new JsonObject { ["ribbons"] = new JsonArray([.. ribbons]) },
    };

    private async Task SetAsync(JsonObject body)
    {
        var answer = await server.Api.PutAsync(PlatformPaths.InAppControls, body);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        answer.Text.ShouldBeEmpty();
    }

    private async Task<JsonObject> OpenAsync(long userId, string broker = PlatformServer.Broker)
    {
        var code = $"code-{Guid.NewGuid():N}";
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        return (await server.As(null).PostAsync(Sessions, new JsonObject { ["brokerName"] = broker, ["token"] = code })).Json;
    }

    private static List<string?> Titles(JsonObject session) => [.. session["ribbons"]!.AsArray().Select(static ribbon => (string?)ribbon!["title"])];

    private async Task<List<string?>> ShownAsync(JsonObject session, long? account = null) => Titles((await server.As(null).GetAsync(
        $"{Sessions}/{session["sessionId"]}{(account is null ? "" : $"?ctidTraderAccountId={account}")}")).Json);

    private async Task<long> NewAccountAsync(long userId, string broker = PlatformServer.Broker) =>
        await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync(broker), broker);

    [Fact] // B2P-3.9-1..10, B2P-3.9-13, B2P-3.9-17, FLOW-RIBBON-1..3, FLOW-RIBBON-7, ERR-44
    public async Task A_set_replaces_the_one_before_and_an_empty_one_clears_it()
    {
        var userId = await server.Api.NewUserAsync();
        await SetAsync(Body(userId, Ribbon("first"), Ribbon("hidden", enabled: false)));
        var session = await OpenAsync(userId);

        session["ribbons"]!.ToJsonString().ShouldBe(
            """[{"color":"#ff33ee","title":"first","enabled":true,"closable":true,"action":{"urlinApp":"https://crm.example.test/inapp/kyc"}}]""");
        await SetAsync(Body(userId, Ribbon("second"), Ribbon("third")));
        (await ShownAsync(session)).ShouldBe(["second", "third"]);
        await SetAsync(new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["userId"] = userId, ["rules"] = new JsonObject() });
        (await ShownAsync(session)).ShouldBeEmpty();
        await SetAsync(Body(userId, Ribbon("fourth")));
        await SetAsync(Body(userId));
        (await ShownAsync(session)).ShouldBeEmpty();
    }

    [Fact] // B2P-3.9-11, B2P-3.9-12, B2P-3.9-14..16, FLOW-RIBBON-3, BID-44
    public async Task The_narrowest_scope_that_has_a_ribbon_is_shown()
    {
        var userId = await server.Api.NewUserAsync();
        var (one, two) = (await NewAccountAsync(userId), await NewAccountAsync(userId));
        await NewAccountAsync(userId, PlatformServer.WhiteLabel);
        await SetAsync(Body(
            userId,
            Ribbon("crm"),
            Ribbon("broker", PlatformServer.Broker),
            Ribbon("account", account: one.ToString(provider: null)),
            Ribbon("account of broker", PlatformServer.Broker, one), // a JSON number
            Ribbon("account elsewhere", PlatformServer.WhiteLabel, one)));

        var main = await OpenAsync(userId);
        var whiteLabel = await OpenAsync(userId, PlatformServer.WhiteLabel);

        (await ShownAsync(main, one)).ShouldBe(["account", "account of broker"]);
        (await ShownAsync(main, two)).ShouldBe(["broker"]);
        Titles(main).ShouldBe(["broker", "account", "account of broker"]);
        Titles(whiteLabel).ShouldBe(["crm"]);
        await SetAsync(Body(userId, Ribbon("crm"), Ribbon("broker", PlatformServer.Broker, enabled: false), Ribbon("account", account: one, enabled: false)));
        (await ShownAsync(main)).ShouldBe(["crm"]);
    }

    [Fact] // B2P-3.9-3, DEC-9
    public async Task The_user_may_stand_in_the_rules()
    {
        var userId = await server.Api.NewUserAsync();
        var body = Body(userId, Ribbon("a"));
        body.Remove("userId");
        body["rules"]!["userId"] = userId;

        await SetAsync(body);

        body["userId"] = userId + 1;
        (await server.Api.PutAsync(PlatformPaths.InAppControls, body)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Theory] // B2P-3.9-6..10, B2P-3.9-12, B2P-0-26
    [InlineData("color", "\"red\"")]
    [InlineData("color", "\"#fff\"")]
    [InlineData("color", "\"#ff33eg\"")]
    [InlineData("color", "null")]
    [InlineData("title", "\"\"")]
    [InlineData("title", "1")]
    [InlineData("enabled", "null")]
    [InlineData("enabled", "\"true\"")]
    [InlineData("closable", "null")]
    [InlineData("action", "null")]
    [InlineData("action", "{}")]
    [InlineData("action", """{"urlExternal":"https://a.test","urlinApp":"https://b.test"}""")]
    [InlineData("action", """{"urlExternal":"javascript:alert(1)"}""")]
    [InlineData("action", """{"urlExternal":"/relative"}""")]
    [InlineData("ctidTraderAccountId", "\"one\"")]
    [InlineData("ctidTraderAccountId", "1.5")]
    public async Task A_ribbon_that_is_not_one_leaves_the_set_as_it_was(string key, string value)
    {
        var userId = await server.Api.NewUserAsync();
        await SetAsync(Body(userId, Ribbon("before")));
        var bad = Ribbon("bad");
        bad[key] = JsonNode.Parse(value);

        (await server.Api.PutAsync(PlatformPaths.InAppControls, Body(userId, Ribbon("good"), bad))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);

        Titles(await OpenAsync(userId)).ShouldBe(["before"]);
    }

    [Fact] // B2P-0-26, ERR-41, ERR-24, ERR-39, B2P-3.9-2, B2P-3.9-4
    public async Task Names_and_ids_must_be_known()
    {
        var userId = await server.Api.NewUserAsync();
        var foreign = await NewAccountAsync(await server.Api.NewUserAsync());
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        Task<ApiAnswer> PutAsync(JsonObject body) => server.Api.PutAsync(PlatformPaths.InAppControls, body);

        (await PutAsync(Body(1, Ribbon("a")))).ShouldBeRefused(404, PlatformErrorCode.UserNotFound);
        (await PutAsync(Body(userId, Ribbon("a", account: foreign)))).ShouldBeRefused(404, PlatformErrorCode.AccountNotFound);
        (await PutAsync(Body(userId, Ribbon("a", PlatformServer.OtherBroker)))).ShouldBeRefused(404, PlatformErrorCode.BrokerNotFound);
        (await PutAsync(new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["userId"] = userId })).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await PutAsync(new JsonObject { ["brokerCrmName"] = "x", ["userId"] = userId, ["rules"] = new JsonObject() })).ShouldBeRefused(404, PlatformErrorCode.BrokerNotFound);
        (await limited.PutAsync(PlatformPaths.InAppControls, Body(userId))).ShouldBeRefused(403, PlatformErrorCode.InsufficientPermissions);
    }

    [Fact] // B2P-3.9-5
    public async Task There_may_be_hundreds_of_ribbons()
    {
        var userId = await server.Api.NewUserAsync();

        await SetAsync(Body(userId, [.. Enumerable.Range(0, 1000).Select(static i => Ribbon($"ribbon {i}"))]));

        Titles(await OpenAsync(userId)).Count.ShouldBe(1000);
    }

    [Fact] // B2P-0-17, ERR-23
    public async Task A_ribbon_of_an_account_needs_its_group()
    {
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2311, PlatformServer.ManagerPassword); // group Default only
        var userId = await server.Api.NewUserAsync();
        var vip = await server.Api.NewLinkAsync(userId, await server.Api.NewTraderAsync(group: "VIP"));
        var reached = await NewAccountAsync(userId);

        (await limited.PutAsync(PlatformPaths.InAppControls, Body(userId, Ribbon("a", account: vip)))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await limited.PutAsync(PlatformPaths.InAppControls, Body(userId, Ribbon("a", account: reached)))).Status.ShouldBe(HttpStatusCode.Created);
    }
}
