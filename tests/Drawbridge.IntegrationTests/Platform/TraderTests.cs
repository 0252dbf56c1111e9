using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class TraderTests(PlatformServer server)
{
    private static readonly string[] AlwaysPresent =
    [
        "login", "groupName", "depositCurrency", "accessRights", "balance", "bonus", "nonWithdrawableBonus", "leverageInCents", "contactDetails",
        "registrationTimestamp", "lastUpdateTimestamp", "equity", "usedMargin", "freeMargin", "accountType",
    ];

    private static readonly string[] Added =
        ["moneyDigits", "cashEquity", "lastConnectionTimestamp", "isLimitedRisk", "limitedRisk", "brokerName", "swapFree", "sendOwnStatement", "totalMarginCalculationType"];

    private Task<ApiAnswer> CreateAsync(JsonObject body) => server.Api.PostAsync(PlatformPaths.Traders, body);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string List(DateTimeOffset from, DateTimeOffset to, string more = "") => $"{PlatformPaths.Traders}?from={Time(from)}&to={Time(to)}{more}";

    [Fact] // B2P-3.3-1..10, B2P-3.3-18..21, B2P-0-4, WS-31, WS-14, ERR-44
    public async Task An_account_is_created_and_shown_with_every_key()
    {
        var answer = await CreateAsync(PlatformApi.Trader());

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var keys = answer.Json.Select(static member => member.Key).ToList();
        AlwaysPresent.ShouldBeSubsetOf(keys);
        Added.ShouldBeSubsetOf(keys);
        keys.ShouldNotContain("hashedPassword");
        ((long)answer.Json["registrationTimestamp"]!).ShouldBe(server.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        answer.Json["contactDetails"]!.AsObject().Count.ShouldBe(0); // B2P-3.3-11
        answer.Text.ShouldNotContain(PlatformApi.PasswordMd5);
    }

    [Fact] // B2P-3.3-11..18, WS-32, WS-12, WS-24, WS-70
    public async Task What_was_sent_is_shown_again()
    {
        var body = PlatformApi.Trader();
        body["contactDetails"] = new JsonObject
        {
            ["address"] = "Main Street 1", ["city"] = "Limassol", ["countryId"] = 196, ["documentId"] = "X1", ["email"] = "a@b.test", ["phone"] = "+357",
            ["state"] = "L", ["zipCode"] = "3000", ["introducingBroker1"] = "ib1", ["introducingBroker2"] = "ib2",
        };
        body["name"] = "Ann";
        body["lastName"] = "Lee";
        body["description"] = "order 0001 🙂 <&>";
        body["isLimitedRisk"] = true;
        body["limitedRiskMarginCalculationStrategy"] = "ACCORDING_TO_GSL";
        body["maxLeverage"] = 50000;
        body["sendOwnStatement"] = true;
        body["sendStatementToBroker"] = true;
        body["swapFree"] = true;
        body["totalMarginCalculationType"] = "NET";

        var created = await CreateAsync(body);
        var read = await server.Api.GetAsync($"{PlatformPaths.Traders}/{created.Json["login"]}");

        read.Status.ShouldBe(HttpStatusCode.OK);
        JsonNode.DeepEquals(read.Json, created.Json).ShouldBeTrue();
        foreach (var (key, value) in body.Where(static member => member.Key != "hashedPassword"))
        {
            JsonNode.DeepEquals(created.Json[key], value).ShouldBeTrue(key);
        }

        ((bool)created.Json["limitedRisk"]!).ShouldBeTrue();
    }

    [Theory] // B2P-3.3-4, B2P-0-11, WS-10
    [InlineData("\"00\"", "EUR", 0, 2)]
    [InlineData("234512", "EUR", 234512, 2)]
    [InlineData("\"100000000\"", "BTC", 100000000, 8)]
    public async Task The_opening_balance_is_a_number_or_its_text(string balance, string currency, long expected, int digits)
    {
        var body = PlatformApi.Trader();
        body["balance"] = JsonNode.Parse(balance);
        body["depositCurrency"] = currency;

        var answer = await CreateAsync(body);

        ((long?)answer.Json["balance"]).ShouldBe(expected, answer.Text);
        ((long?)answer.Json["equity"]).ShouldBe(expected);
        ((long?)answer.Json["freeMargin"]).ShouldBe(expected);
        ((int?)answer.Json["moneyDigits"]).ShouldBe(digits);
    }

    [Fact] // B2P-3.3-10
    public async Task The_margin_type_may_be_left_out()
    {
        var body = PlatformApi.Trader();
        body.Remove("totalMarginCalculationType");

        ((string?)(await CreateAsync(body)).Json["totalMarginCalculationType"]).ShouldBe("MAX");
    }

    [Theory] // B2P-3.3-22, ERR-22, ERR-27, ERR-30, WS-13
    [InlineData("accessRights", "ALL", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("accessRights", "full_access", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("accountType", "OTHER", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("balance", "1.5", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("balance", "-1", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("brokerName", "unknown", 400, PlatformErrorCode.PlantInvalid)]
    [InlineData("brokerName", "TRADINGTECH_MAIN", 400, PlatformErrorCode.PlantInvalid)]
    [InlineData("depositCurrency", "XXX", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("groupName", "Nobody", 404, PlatformErrorCode.TraderGroupNotFound)]
    [InlineData("hashedPassword", "account password", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("totalMarginCalculationType", "OTHER", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("limitedRiskMarginCalculationStrategy", "OTHER", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("leverageInCents", "100", 400, PlatformErrorCode.InvalidRequest)]
    public async Task What_is_not_known_here_is_refused(string key, string value, int status, string code)
    {
        var body = PlatformApi.Trader();
        body[key] = value;

        (await CreateAsync(body)).ShouldBeRefused(status, code);
    }

    [Theory] // B2P-3.3-2..9, B2P-3.3-22
    [InlineData("accessRights")]
    [InlineData("accountType")]
    [InlineData("balance")]
    [InlineData("brokerName")]
    [InlineData("depositCurrency")]
    [InlineData("groupName")]
    [InlineData("hashedPassword")]
    [InlineData("leverageInCents")]
    public async Task A_required_key_is_required(string key)
    {
        var body = PlatformApi.Trader();
        body.Remove(key);

        var answer = await CreateAsync(body);

        answer.ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        answer.Text.ShouldContain(key);
    }

    [Fact] // B2P-0-17, ERR-23
    public async Task A_manager_reaches_granted_groups_and_enabled_brokers_only()
    {
        var noWhiteLabel = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        var defaultOnly = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2311, PlatformServer.ManagerPassword);
        var vip = PlatformApi.Trader();
        vip["groupName"] = "VIP";

        (await noWhiteLabel.PostAsync(PlatformPaths.Traders, PlatformApi.Trader(PlatformServer.WhiteLabel))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await defaultOnly.PostAsync(PlatformPaths.Traders, vip)).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        var whiteLabelLogin = await server.Api.NewTraderAsync(PlatformServer.WhiteLabel);
        var vipLogin = await server.Api.NewTraderAsync(group: "VIP");
        (await noWhiteLabel.GetAsync($"{PlatformPaths.Traders}/{whiteLabelLogin}")).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await defaultOnly.GetAsync($"{PlatformPaths.Traders}/{vipLogin}")).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
        (await defaultOnly.GetAsync($"{PlatformPaths.Traders}/{whiteLabelLogin}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory] // ERR-26
    [InlineData("1", 404, PlatformErrorCode.TraderNotFound)]
    [InlineData("abc", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("99999999999999999999", 400, PlatformErrorCode.InvalidRequest)]
    public async Task An_account_that_is_not_there_is_not_found(string login, int status, string code) =>
        (await server.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).ShouldBeRefused(status, code);

    [Fact] // WS-33, WS-50, WS-55..57, WS-16, B2P-0-17
    public async Task The_list_is_newest_first_and_never_tears_one_instant_apart()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.TradersPerList = 3);
        var start = own.Clock.GetUtcNow();
        var logins = new List<long> { await own.Api.NewTraderAsync() };
        own.Clock.Advance(TimeSpan.FromSeconds(1));
        logins.Add(await own.Api.NewTraderAsync());
        logins.Add(await own.Api.NewTraderAsync(PlatformServer.WhiteLabel));
        own.Clock.Advance(TimeSpan.FromSeconds(1));
        logins.Add(await own.Api.NewTraderAsync(group: "VIP"));
        logins.Add(await own.Api.NewTraderAsync());
        var end = own.Clock.GetUtcNow().AddMilliseconds(1);

        var seen = new List<long>();
        for (var (to, hasMore) = (end, true); hasMore;)
        {
            var page = (await own.Api.GetAsync(List(start, to))).Json;
            var traders = page["trader"]!.AsArray();
            seen.AddRange(traders.Select(static trader => (long)trader!["login"]!));
            hasMore = (bool)page["hasMore"]!;
            to = DateTimeOffset.FromUnixTimeMilliseconds((long)traders[^1]!["registrationTimestamp"]!);
        }

        seen.ShouldBe(logins.AsEnumerable().Reverse());
        (await own.Api.GetAsync(List(start, start.AddMilliseconds(1)))).Json["trader"]!.AsArray().Count.ShouldBe(1);
        (await own.Api.GetAsync(List(start.AddMilliseconds(1), start.AddSeconds(1)))).Json["trader"]!.AsArray().Count.ShouldBe(0);
        (await own.Api.GetAsync(List(start, end, "&groupId=2"))).Json["trader"]!.AsArray().Count.ShouldBe(1); // WS-54
        (await own.Api.GetAsync(List(start, end, "&hasOpenPositions=true"))).Json["trader"]!.AsArray().Count.ShouldBe(0); // WS-53
        var noWhiteLabel = await PlatformApi.LogInAsync(own.Authority.NewClient(own.Https), 2310, PlatformServer.ManagerPassword);
        (await noWhiteLabel.GetAsync(List(start, start.AddSeconds(2)))).Json["trader"]!.AsArray().Count.ShouldBe(2);
        var defaultOnly = await PlatformApi.LogInAsync(own.Authority.NewClient(own.Https), 2311, PlatformServer.ManagerPassword);
        (await defaultOnly.GetAsync(List(start.AddSeconds(2), end))).Json["trader"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact] // WS-57
    public async Task An_instant_with_more_accounts_than_a_list_may_have_comes_whole()
    {
        await using var own = await PlatformServer.StartAsync(static options => options.TradersPerList = 2);
        var start = own.Clock.GetUtcNow();
        await own.Api.NewTraderAsync();
        own.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 4; i++)
        {
            await own.Api.NewTraderAsync();
        }

        var page = (await own.Api.GetAsync(List(start, start.AddSeconds(2)))).Json;

        page["trader"]!.AsArray().Count.ShouldBe(4);
        ((bool)page["hasMore"]!).ShouldBeTrue();
    }

    [Theory] // WS-52
    [InlineData("&fields=login,registrationTimestamp,unknown")]
    [InlineData("&fields=%5B%22login%22%2C%22registrationTimestamp%22%5D")]
    [InlineData("&fields=login&fields=registrationTimestamp")]
    public async Task The_list_can_be_asked_for_some_keys_only(string fields)
    {
        var login = await server.Api.NewTraderAsync();
        var now = server.Clock.GetUtcNow();

        var traders = (await server.Api.GetAsync(List(now.AddMilliseconds(-1), now.AddMilliseconds(1), fields))).Json["trader"]!.AsArray();

        var trader = traders.Single(trader => (long)trader!["login"]! == login)!.AsObject();
        trader.Select(static member => member.Key).ShouldBe(["login", "registrationTimestamp"], ignoreOrder: true);
    }

    [Theory] // WS-15, WS-50, WS-51, WS-54, WS-58
    [InlineData("?from=2026-01-01T00:00:00.000", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?to=2026-01-01T00:00:00.000", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?from=2026-01-01&to=2026-01-02", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?from=2026-01-01T00:00:00.000&to=2026-01-01T00:00:00.000", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?from=2026-01-02T00:00:00.000&to=2026-01-01T00:00:00.000Z", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000&lastDealFrom=2026-01-01T00:00:00.000", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000&groupId=77", 404, PlatformErrorCode.TraderGroupNotFound)]
    [InlineData("?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000&groupId=x", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000&hasOpenPositions=1", 400, PlatformErrorCode.InvalidRequest)]
    public async Task A_list_needs_a_range_that_makes_sense(string query, int status, string code) =>
        (await server.Api.GetAsync(PlatformPaths.Traders + query)).ShouldBeRefused(status, code);

    [Fact] // WS-15, WS-33
    public async Task A_final_slash_and_a_final_Z_are_fine()
    {
        (await server.Api.GetAsync(PlatformPaths.Traders + "/?from=2020-01-01T00:00:00.000Z&to=2020-01-02T00:00:00.000Z")).Text
            .ShouldBe("""{"trader":[],"hasMore":false}""");
    }

    [Theory] // WS-52
    [InlineData("&fields=")]
    [InlineData("&fields=%5B%5D")]
    [InlineData("&fields=%5Bnonsense")]
    [InlineData("&fields=%2C+%2C")]
    public async Task Naming_no_keys_asks_for_all(string fields)
    {
        var login = await server.Api.NewTraderAsync();
        var now = server.Clock.GetUtcNow();

        var traders = (await server.Api.GetAsync(List(now.AddMilliseconds(-1), now.AddMilliseconds(1), fields))).Json["trader"]!.AsArray();

        AlwaysPresent.ShouldBeSubsetOf(traders.Single(trader => (long)trader!["login"]! == login)!.AsObject().Select(static member => member.Key).ToList());
    }
}
