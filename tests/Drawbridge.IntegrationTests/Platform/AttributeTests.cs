using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class AttributeTests(PlatformServer server)
{
    private static string Path(string operation, string kind = "traders") => PlatformPaths.Attributes(kind, operation);

    private static JsonObject Item(long id, params (string Name, string? Value)[] pairs) => new()
    {
        ["id"] = id, ["attributes"] = new JsonArray([.. pairs.Select(static pair => new JsonObject { ["name"] = pair.Name, ["value"] = pair.Value })]),
    };

    private static JsonObject Update(params JsonObject[] items) => new() { ["items"] = new JsonArray([.. items]) };

    private static JsonObject Ids(params long[] ids) => new() { ["ids"] = new JsonArray([.. ids.Select(static id => (JsonNode)id)]) };

    private async Task SetAsync(params JsonObject[] items)
    {
        var answer = await server.Api.PostAsync(Path("update"), Update(items));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Text.ShouldBe("{}");
    }

    private async Task<JsonArray> ListAsync(JsonObject body, string kind = "traders", PlatformApi? api = null)
    {
        var answer = await (api ?? server.Api).PostAsync(Path("list", kind), body);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json["items"]!.AsArray();
    }

    [Fact] // WS-90, WS-92..94, WS-96
    public async Task Attributes_are_set_listed_and_deleted()
    {
        var (one, two, none) = (await server.Api.NewTraderAsync(), await server.Api.NewTraderAsync(), await server.Api.NewTraderAsync());
        await SetAsync(Item(one, ("label", "VIP"), ("Ö 🙂", "x")), Item(two, ("label", "new")));
        var now = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        (await ListAsync(Ids(two, one, none))).ToJsonString().ShouldBe(new JsonArray(
            Listed(one, now, ("label", "VIP"), ("Ö 🙂", "x")), Listed(two, now, ("label", "new"))).ToJsonString());
        var byName = Ids(one, two);
        byName["name"] = "ö";
        (await ListAsync(byName)).Select(static item => (long)item!["id"]!).ShouldBe([one]);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(Item(one, ("label", "changed")));
        var since = Ids(one, two);
        since["updatedFrom"] = now + 1000;
        (await ListAsync(since)).Select(static item => (long)item!["id"]!).ShouldBe([one]);
        var named = Ids(one, two);
        named["names"] = new JsonArray("label", "unknown");
        (await server.Api.PostAsync(Path("delete"), named)).Text.ShouldBe("{}");
        (await ListAsync(Ids(one, two))).Single()!["attributes"]!.AsArray().Count.ShouldBe(1);
        (await server.Api.PostAsync(Path("delete"), Ids(one))).Text.ShouldBe("{}");
        (await ListAsync(Ids(one, two))).ShouldBeEmpty();
    }

    private static JsonObject Listed(long id, long at, params (string Name, string? Value)[] pairs)
    {
        var item = Item(id, pairs);
        item["lastUpdateTimestamp"] = at;
        return item;
    }

    [Fact] // WS-91, WS-93, B2P-0-17
    public async Task All_traders_within_reach_are_paged()
    {
        await using var own = await PlatformServer.StartAsync(static _ => { });
        var logins = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            logins.Add(await own.Api.NewTraderAsync(i == 1 ? PlatformServer.WhiteLabel : PlatformServer.Broker, i == 2 ? "VIP" : "Default"));
        }

        await own.Api.PostAsync(Path("update"), Update([.. logins.Select(static login => Item(login, ("a", "1"), ("b", "2")))]));
        var seen = new List<long>();
        for (long? cursor = 0; cursor is not null;)
        {
            var page = (await own.Api.PostAsync(Path("list"), new JsonObject { ["pageSize"] = 2, ["cursor"] = cursor })).Json;
            seen.AddRange(page["items"]!.AsArray().Select(static item => (long)item!["id"]!));
            page["items"]!.AsArray().ShouldAllBe(static item => item!["attributes"]!.AsArray().Count == 2);
            cursor = (long?)page["nextCursor"];
        }

        seen.ShouldBe(logins);
        var limited = await PlatformApi.LogInAsync(own.Authority.NewClient(own.Https), 2310, PlatformServer.ManagerPassword);
        (await ListAsync([], api: limited)).Count.ShouldBe(4);
        var defaultOnly = await PlatformApi.LogInAsync(own.Authority.NewClient(own.Https), 2311, PlatformServer.ManagerPassword);
        (await ListAsync(new JsonObject { ["ids"] = new JsonArray() }, api: defaultOnly)).Count.ShouldBe(4);
        (await ListAsync(new JsonObject { ["name"] = "%" })).ShouldBeEmpty();
    }

    [Fact] // WS-97, WS-98, ERR-23
    public async Task What_is_out_of_reach_is_skipped_and_nothing_else_left_is_refused()
    {
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        var defaultOnly = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2311, PlatformServer.ManagerPassword);
        var admin = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2320, PlatformServer.ManagerPassword);
        var (mine, foreign) = (await server.Api.NewTraderAsync(), await server.Api.NewTraderAsync(PlatformServer.WhiteLabel));
        async Task RefusedAsync(PlatformApi api, string kind, long id)
        {
            (await api.PostAsync(Path("list", kind), Ids(id))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
            (await api.PostAsync(Path("update", kind), Update(Item(id, ("a", "1"))))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
            (await api.PostAsync(Path("delete", kind), Ids(id))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        }

        (await limited.PostAsync(Path("update"), Update(Item(foreign, ("a", "1")), Item(mine, ("a", "1")), Item(1, ("a", "1"))))).Text.ShouldBe("{}");
        (await ListAsync(Ids(mine, foreign))).Select(static item => (long)item!["id"]!).ShouldBe([mine]);
        await RefusedAsync(limited, "traders", foreign);
        await RefusedAsync(limited, "traders", 1);
        await RefusedAsync(defaultOnly, "tradergroups", 2);
        await RefusedAsync(server.Api, "tradergroups", 77);
        await RefusedAsync(limited, "managers", 2309);
        await RefusedAsync(admin, "managers", 1);
        (await limited.PostAsync(Path("update", "managers"), Update(Item(2310, ("a", "own"))))).Text.ShouldBe("{}");
        (await admin.PostAsync(Path("update", "managers"), Update(Item(2309, ("a", "any"))))).Text.ShouldBe("{}");
        (await ListAsync(Ids(2309, 2310), "managers", admin)).Count.ShouldBe(2);
        (await defaultOnly.PostAsync(Path("update", "tradergroups"), Update(Item(1, ("a", "1")), Item(2, ("a", "1"))))).Text.ShouldBe("{}");
        (await ListAsync(Ids(1, 2), "tradergroups")).Select(static item => (long)item!["id"]!).ShouldBe([1]);
    }

    [Theory] // WS-91, WS-92, WS-94..96, WS-99, ERR-22
    [InlineData("list", "tradergroups", "{}")]
    [InlineData("list", "managers", """{"ids":[]}""")]
    [InlineData("list", "traders", """{"ids":[1],"pageSize":1}""")]
    [InlineData("list", "traders", """{"ids":[1],"cursor":1}""")]
    [InlineData("list", "traders", """{"pageSize":0}""")]
    [InlineData("list", "traders", """{"pageSize":10001}""")]
    [InlineData("list", "traders", """{"cursor":-1}""")]
    [InlineData("list", "traders", """{"updatedFrom":-1}""")]
    [InlineData("list", "traders", """{"updatedFrom":9223372036854775807}""")]
    [InlineData("list", "traders", """{"ids":[null]}""")]
    [InlineData("update", "traders", "{}")]
    [InlineData("update", "traders", """{"items":[]}""")]
    [InlineData("update", "traders", """{"items":[null]}""")]
    [InlineData("update", "traders", """{"items":[{"id":1}]}""")]
    [InlineData("update", "traders", """{"items":[{"id":1,"attributes":[]}]}""")]
    [InlineData("update", "traders", """{"items":[{"attributes":[{"name":"a","value":"b"}]}]}""")]
    [InlineData("update", "traders", """{"items":[{"id":1,"attributes":[{"name":"a","value":null}]}]}""")]
    [InlineData("update", "traders", """{"items":[{"id":1,"attributes":[{"name":"a","value":""}]}]}""")]
    [InlineData("update", "traders", """{"items":[{"id":1,"attributes":[{"name":"","value":"b"}]}]}""")]
    [InlineData("delete", "traders", "{}")]
    [InlineData("delete", "traders", """{"ids":[],"names":["a"]}""")]
    [InlineData("delete", "traders", """{"ids":[1],"names":[""]}""")]
    public async Task What_is_outside_the_limits_is_an_invalid_request(string operation, string kind, string body) =>
        (await server.Api.SendAsync(HttpMethod.Post, Path(operation, kind), body)).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);

    [Fact] // WS-91, WS-94, WS-96, WS-99
    public async Task The_limits_themselves_are_inside()
    {
        var generator = new SeededGenerator(7);
        var login = await server.Api.NewTraderAsync();
        (string, string?)[] pairs = [.. Enumerable.Range(0, 100).Select(i => (
            i.ToString("D3", provider: null) + string.Concat(Enumerable.Repeat("🙂", 61)),
            (string?)string.Concat(Enumerable.Repeat(generator.Pick("é", "漢", "🙂"), 512))))];

        await SetAsync([Item(login, pairs), .. Enumerable.Repeat(0, 99).Select(_ => Item(login, pairs[..3]))]);

        (await ListAsync(Ids(login))).Single()!["attributes"]!.AsArray().Count.ShouldBe(100);
        (await server.Api.PostAsync(Path("update"), Update([.. Enumerable.Repeat(0, 101).Select(_ => Item(login, ("a", "b")))])))
            .ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.PostAsync(Path("update"), Update(Item(login, (new string('a', 65), "b"))))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.PostAsync(Path("update"), Update(Item(login, ("a", new string('b', 513)))))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        long[] many = [.. Enumerable.Range(0, 9_999).Select(static i => 10_000_000_000L + i), login];
        (await ListAsync(Ids(many))).Count.ShouldBe(1);
        (await server.Api.PostAsync(Path("list"), Ids([.. many, 1]))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        (await server.Api.PostAsync(Path("list"), new JsonObject { ["name"] = new string('n', 65) })).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }

    [Fact] // WS-5, WS-90, B2P-0-7
    public async Task Lists_are_repeated_elements_in_xml()
    {
        var login = await server.Api.NewTraderAsync();
        var body = $"<r><items><id>{login}</id><attributes><name>a</name><value>1</value></attributes><attributes><name>b</name><value>2</value></attributes></items></r>";

        (await server.Api.SendAsync(HttpMethod.Post, Path("update"), body, "application/xml", "application/xml")).Status.ShouldBe(HttpStatusCode.OK);

        var listed = await server.Api.SendAsync(HttpMethod.Post, Path("list"), $"<r><ids>{login}</ids><ids>1</ids></r>", "text/xml");
        listed.Json["items"]!.AsArray().Single()!["attributes"]!.AsArray().Count.ShouldBe(2);
        (await server.Api.SendAsync(HttpMethod.Post, Path("list"), "<r><ids>x</ids></r>", "text/xml")).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
    }
}
