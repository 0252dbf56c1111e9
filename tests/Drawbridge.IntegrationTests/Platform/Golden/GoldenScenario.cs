using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Platform.Golden;

/// <summary>What is there before the calls: users, accounts, positions. The same numbers on every fresh database.</summary>
internal sealed class GoldenScenario(PlatformServer server)
{
    public long UserId { get; private set; }

    public long AccountId { get; private set; }

    /// <summary>An account with money, bonus, credit, a position, a closed part and attributes.</summary>
    public long Login { get; private set; }

    /// <summary>An account without a link, to be linked.</summary>
    public long Unlinked { get; private set; }

    /// <summary>An account for changes and deletion.</summary>
    public long Spare { get; private set; }

    /// <summary>A token of the platform's own, for the redeem call.</summary>
    public string HandoffToken { get; private set; } = "";

    /// <summary>A complete body of call 3.3.</summary>
    public static JsonObject FullTrader()
    {
        var body = PlatformApi.Trader();
        body["balance"] = 123456;
        body["name"] = "Ann";
        body["lastName"] = "Lee";
        body["description"] = "order 0001 <&> \u00fc";
        body["isLimitedRisk"] = true;
        body["limitedRiskMarginCalculationStrategy"] = "ACCORDING_TO_GSL";
        body["maxLeverage"] = 50000;
        body["sendOwnStatement"] = true;
        body["sendStatementToBroker"] = true;
        body["swapFree"] = true;
        body["contactDetails"] = new JsonObject
        {
            ["address"] = "Main Street 1", ["city"] = "Limassol", ["countryId"] = 196, ["documentId"] = "X1", ["email"] = "ann@example.test", ["phone"] = "+357",
            ["state"] = "L", ["zipCode"] = "3000", ["introducingBroker1"] = "ib1", ["introducingBroker2"] = "ib2",
        };
        return body;
    }

    public async Task BuildAsync()
    {
        UserId = await server.Api.NewUserAsync(email: "ann@example.test");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Login = (long)(await server.Api.PostAsync(PlatformPaths.Traders, FullTrader())).Json["login"]!;
        AccountId = await server.Api.NewLinkAsync(UserId, Login);
        await MoneyAsync("changebonus", "DEPOSIT", 50.5m);
        await MoneyAsync("changebalance", BalanceChangeType.DepositCredit, 12.34m);
        await server.Api.PostAsync(PlatformPaths.Attributes("traders", "update"), Attributes(Login));
        await TradeAsync();
        Unlinked = await server.Api.NewTraderAsync();
        Spare = await server.Api.NewTraderAsync(PlatformServer.WhiteLabel, balance: 5000);
        await InviteAsync();
        await HandOffAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public static JsonObject Attributes(long id) => new()
    {
        ["items"] = new JsonArray(new JsonObject
        {
            ["id"] = id,
            ["attributes"] = new JsonArray(
                new JsonObject { ["name"] = "label", ["value"] = "VIP" }, new JsonObject { ["name"] = "note", ["value"] = "calls <back> & \"asks\"" }),
        }),
    };

    private Task<ApiAnswer> MoneyAsync(string call, string type, decimal amount) => server.Api.PostAsync(
        $"{PlatformPaths.Traders}/{Login}/{call}", new JsonObject { ["login"] = Login, ["preciseAmount"] = amount, ["type"] = type });

    private async Task TradeAsync()
    {
        var positions = $"/app/api/sessions/{await OpenAsync(UserId, partner: null)}/positions";
        var opened = await server.As(null).PostAsync(positions, new JsonObject { ["symbol"] = "EURUSD", ["direction"] = "BUY", ["volume"] = 1000 });
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.As(null).SendAsync(HttpMethod.Delete, $"{positions}/{opened.Json["positionId"]}?volume=400");
        await server.As(null).PostAsync(positions, new JsonObject { ["symbol"] = "USDJPY", ["direction"] = "SELL", ["volume"] = 2500.5m });
    }

    private async Task InviteAsync()
    {
        var partner = await server.Api.PostAsync(
            PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["email"] = "partner@example.test", ["nickname"] = "partner" });
        partner.Status.ShouldBe(System.Net.HttpStatusCode.Created, partner.Text);
        await OpenAsync(UserId, "partner");
    }

    private async Task<string> OpenAsync(long userId, string? partner)
    {
        var code = $"code-{Guid.NewGuid():N}";
        server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{userId}}}""");
        var session = await server.As(null).PostAsync(
            "/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.Broker, ["token"] = code, ["u"] = partner });
        return (string)session.Json["sessionId"]!;
    }

    private async Task HandOffAsync()
    {
        var userId = await server.Api.NewUserAsync(PlatformServer.OtherCrm, "bob@example.test");
        var login = await server.Api.NewTraderAsync(PlatformServer.OtherBroker);
        await server.Api.NewLinkAsync(userId, login, PlatformServer.OtherBroker);
        var session = await server.As(null).PostAsync(
            "/app/api/sessions", new JsonObject { ["brokerName"] = PlatformServer.OtherBroker, ["login"] = login, ["password"] = "account password" });
        var token = await server.As(null).PostAsync($"/app/api/sessions/{session.Json["sessionId"]}/onetime-tokens");
        HandoffToken = (string)token.Json["token"]!;
        OneTimeToken.TryParse(HandoffToken, out _).ShouldBeTrue();
    }
}
