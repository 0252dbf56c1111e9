using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class TraderUpdateTests(PlatformServer server)
{
    private static string Path(long login, string operation = "") => $"{PlatformPaths.Traders}/{login}{operation}";

    private static JsonObject Password(long login, string password) => new() { ["login"] = login, ["hashedPassword"] = PasswordHashMd5.Of(password).Reveal() };

    private async Task<JsonObject> ReadAsync(long login) => (await server.Api.GetAsync(Path(login))).Json;

    private async Task<long> NewFullAsync()
    {
        var body = PlatformApi.Trader();
        body["balance"] = 5000;
        body["accessRights"] = "NO_TRADING";
        body["accountType"] = "NETTED";
        body["contactDetails"] = new JsonObject { ["city"] = "Limassol", ["countryId"] = 196, ["introducingBroker1"] = "ib1" };
        body["name"] = "Ann";
        body["lastName"] = "Lee";
        body["description"] = "order 7";
        body["maxLeverage"] = 50000;
        body["swapFree"] = true;
        body["isLimitedRisk"] = true;
        body["sendOwnStatement"] = true;
        body["limitedRiskMarginCalculationStrategy"] = "ACCORDING_TO_GSL";
        body["totalMarginCalculationType"] = "NET";
        var answer = await server.Api.PostAsync(PlatformPaths.Traders, body);
        return (long)answer.Json["login"]!;
    }

    [Fact] // WS-35, WS-60, WS-62, WS-17, ERR-44
    public async Task A_put_resets_what_it_leaves_out_except_money_currency_type_and_password()
    {
        var login = await NewFullAsync();

        var answer = await server.Api.PutAsync(Path(login), new JsonObject { ["groupName"] = "VIP", ["leverageInCents"] = 2000, ["balance"] = 1 });

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        answer.Text.ShouldBeEmpty();
        var read = await ReadAsync(login);
        foreach (var key in new[] { "name", "lastName", "description", "maxLeverage", "limitedRiskMarginCalculationStrategy" })
        {
            read.ContainsKey(key).ShouldBeFalse(key);
        }

        read["contactDetails"]!.AsObject().Count.ShouldBe(0);
        ((string?)read["accessRights"], (string?)read["totalMarginCalculationType"], (string?)read["groupName"]).ShouldBe(("FULL_ACCESS", "MAX", "VIP"));
        ((bool)read["swapFree"]!, (bool)read["isLimitedRisk"]!, (bool)read["sendOwnStatement"]!).ShouldBe((false, false, false));
        ((long)read["balance"]!, (string?)read["depositCurrency"], (string?)read["accountType"], (int)read["leverageInCents"]!).ShouldBe((5000, "EUR", "NETTED", 2000));
        (await server.Api.PostAsync(Path(login, "/checkpassword"), Password(login, "account password"))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory] // WS-61, WS-60, ERR-22, ERR-30
    [InlineData("""{"groupName":"VIP"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"leverageInCents":100}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"groupName":"Nobody","leverageInCents":100}""", 404, PlatformErrorCode.TraderGroupNotFound)]
    [InlineData("""{"groupName":"VIP","leverageInCents":0}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"groupName":"VIP","leverageInCents":100,"accessRights":"ALL"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"groupName":"VIP","leverageInCents":100,"hashedPassword":"x"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"groupName":"VIP","leverageInCents":100,"depositCurrency":"BTC"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"groupName":"VIP","leverageInCents":100,"brokerName":"tradingtech_wl_europe"}""", 400, PlatformErrorCode.InvalidRequest)]
    public async Task A_put_that_does_not_fit_changes_nothing(string body, int status, string code)
    {
        var login = await NewFullAsync();
        var before = (await ReadAsync(login)).ToJsonString();

        (await server.Api.SendAsync(HttpMethod.Put, Path(login), body)).ShouldBeRefused(status, code);

        (await ReadAsync(login)).ToJsonString().ShouldBe(before);
    }

    [Fact] // WS-36, WS-64, WS-65, WS-62, WS-72, WS-73
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        var login = await NewFullAsync();
        var expected = await ReadAsync(login);
        expected["accessRights"] = "FULL_ACCESS";
        expected["contactDetails"]!["introducingBroker2"] = "ib2";
        expected["contactDetails"]!["city"] = "Paphos";
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        var answer = await server.Api.SendAsync(
            HttpMethod.Patch,
            Path(login),
            """{"accessRights":"FULL_ACCESS","contactDetails":{"introducingBroker2":"ib2","city":"Paphos"},"balance":"nonsense","totalMarginCalculationType":"SUM","login":1}""");

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        answer.Text.ShouldBeEmpty();
        var read = await ReadAsync(login);
        ((long)read["lastUpdateTimestamp"]!).ShouldBeGreaterThan((long)expected["lastUpdateTimestamp"]!);
        expected["lastUpdateTimestamp"] = (long)read["lastUpdateTimestamp"]!;
        JsonNode.DeepEquals(read, expected).ShouldBeTrue(read.ToJsonString());
    }

    [Fact] // WS-64
    public async Task Every_key_of_a_patch_can_be_changed()
    {
        var login = await server.Api.NewTraderAsync();
        var body = new JsonObject
        {
            ["accessRights"] = "CLOSE_ONLY", ["description"] = "d", ["groupName"] = "VIP", ["isLimitedRisk"] = true, ["lastName"] = "l", ["leverageInCents"] = 300,
            ["maxLeverage"] = 400, ["name"] = "n", ["sendOwnStatement"] = true, ["sendStatementToBroker"] = true, ["swapFree"] = true,
            ["contactDetails"] = new JsonObject
            {
                ["address"] = "a", ["city"] = "c", ["countryId"] = 8, ["documentId"] = "d", ["email"] = "e", ["phone"] = "p", ["state"] = "s", ["zipCode"] = "z",
                ["introducingBroker1"] = "1", ["introducingBroker2"] = "2",
            },
        };

        (await server.Api.SendAsync(HttpMethod.Patch, Path(login), body.ToJsonString())).Status.ShouldBe(HttpStatusCode.NoContent);

        var read = await ReadAsync(login);
        foreach (var (key, value) in body)
        {
            JsonNode.DeepEquals(read[key], value).ShouldBeTrue(key);
        }
    }

    [Theory] // B2P-0-17, WS-64, ERR-23, ERR-30
    [InlineData("""{"groupName":"VIP"}""", 403, PlatformErrorCode.NotEnoughRights)]
    [InlineData("""{"groupName":"Nobody"}""", 404, PlatformErrorCode.TraderGroupNotFound)]
    [InlineData("""{"accessRights":"x"}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"contactDetails":{"countryId":1000}}""", 400, PlatformErrorCode.InvalidRequest)]
    [InlineData("""{"contactDetails":[]}""", 400, PlatformErrorCode.InvalidRequest)]
    public async Task A_manager_cannot_move_an_account_out_of_reach(string body, int status, string code)
    {
        var defaultOnly = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2311, PlatformServer.ManagerPassword);

        (await defaultOnly.SendAsync(HttpMethod.Patch, Path(await server.Api.NewTraderAsync()), body)).ShouldBeRefused(status, code);
    }

    [Fact] // B2P-0-17, WS-97, ERR-23
    public async Task Every_operation_needs_an_account_that_is_there_and_within_reach()
    {
        var limited = await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), 2310, PlatformServer.ManagerPassword);
        var login = await server.Api.NewTraderAsync(PlatformServer.WhiteLabel);
        foreach (var (method, operation, body) in Operations)
        {
            string Body(long number) => body.Replace("LOGIN", number.ToString(provider: null), StringComparison.Ordinal);

            (await limited.SendAsync(new HttpMethod(method), Path(login, operation), Body(login))).ShouldBeRefused(403, PlatformErrorCode.NotEnoughRights);
            (await limited.SendAsync(new HttpMethod(method), Path(1, operation), Body(1))).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
            (await limited.SendAsync(new HttpMethod(method), $"{PlatformPaths.Traders}/x{operation}", Body(1))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
            (await server.As("nobody").SendAsync(new HttpMethod(method), Path(login, operation), Body(login))).ShouldBeRefused(401, PlatformErrorCode.AuthenticationFailed);
        }
    }

    private static (string Method, string Operation, string Body)[] Operations =>
    [
        ("GET", "/subaccounts", ""),
        ("PUT", "", """{"groupName":"VIP","leverageInCents":100}"""),
        ("PATCH", "", "{}"),
        ("DELETE", "", ""),
        ("POST", "/changepassword", """{"login":LOGIN,"hashedPassword":"0f94e246908667af85916300c57f74b6"}"""),
        ("POST", "/checkpassword", """{"login":LOGIN,"hashedPassword":"0f94e246908667af85916300c57f74b6"}"""),
    ];

    [Fact] // WS-37, WS-69
    public async Task A_deleted_account_is_not_found_by_anything()
    {
        var (userId, login) = (await server.Api.NewUserAsync(), await server.Api.NewTraderAsync());
        await server.Api.NewLinkAsync(userId, login);

        var answer = await server.Api.SendAsync(HttpMethod.Delete, Path(login));

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Text.ShouldBeEmpty();
        (await server.Api.GetAsync(Path(login))).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
        (await server.Api.SendAsync(HttpMethod.Delete, Path(login))).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
        (await server.Api.PostAsync(PlatformPaths.Link, PlatformApi.Link(userId, login))).ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
    }

    [Fact] // WS-39, WS-40, WS-13, ERR-31
    public async Task A_password_is_changed_and_checked()
    {
        var login = await server.Api.NewTraderAsync();

        var changed = await server.Api.PostAsync(Path(login, "/changepassword"), Password(login, "another"));

        changed.Status.ShouldBe(HttpStatusCode.NoContent, changed.Text);
        (await server.Api.PostAsync(Path(login, "/checkpassword"), Password(login, "another"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.Api.PostAsync(Path(login, "/checkpassword"), Password(login, "account password"))).ShouldBeRefused(400, PlatformErrorCode.WrongPassword);
        foreach (var operation in new[] { "/changepassword", "/checkpassword" })
        {
            (await server.Api.PostAsync(Path(login, operation), Password(1, "another"))).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
            (await server.Api.PostAsync(Path(login, operation), new JsonObject { ["login"] = login })).ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
            (await server.Api.PostAsync(Path(login, operation), new JsonObject { ["login"] = login, ["hashedPassword"] = "another" }))
                .ShouldBeRefused(400, PlatformErrorCode.InvalidRequest);
        }
    }

    [Fact] // WS-34, WS-59
    public async Task Sub_accounts_are_listed_with_their_sums()
    {
        var parent = await server.Api.NewTraderAsync();
        (await server.Api.GetAsync(Path(parent, "/subaccounts"))).Text
            .ShouldBe("""{"subAccountLogins":{"login":[]},"totalSubAccountsBalance":0,"totalSubAccountsEquity":0}""");
        var (first, second) = (await server.Api.NewTraderAsync(balance: 100), await server.Api.NewTraderAsync(balance: 20));
        await server.Services.GetRequiredService<PlatformDatabase>().WriteAsync(
            session => session.ExecuteAsync("update platform_trader set parent_login = @parent where login = @first or login = @second", new { parent, first, second }),
            TestContext.Current.CancellationToken);

        var answer = await server.Api.GetAsync(Path(parent, "/subaccounts"));
        var xml = XDocument.Parse((await server.Api.SendAsync(HttpMethod.Get, Path(parent, "/subaccounts"), accept: "text/xml")).Text).Root!;

        answer.Text.ShouldBe($$"""{"subAccountLogins":{"login":[{{first}},{{second}}]},"totalSubAccountsBalance":120,"totalSubAccountsEquity":120}""");
        xml.Element("subAccountLogins")!.Elements("login").Count().ShouldBe(2);
    }

    [Fact] // WS-35, WS-3, WS-17
    public async Task An_update_is_read_from_xml()
    {
        var login = await server.Api.NewTraderAsync();

        (await server.Api.SendAsync(HttpMethod.Patch, Path(login), "<a><description>x</description><contactDetails><city>y</city></contactDetails></a>", "text/xml"))
            .Status.ShouldBe(HttpStatusCode.NoContent);

        ((string?)(await ReadAsync(login))["contactDetails"]!["city"]).ShouldBe("y");
    }
}
