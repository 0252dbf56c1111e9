using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>What the platform serves to brokers and applications, in groups. The accounts and the session are real.</summary>
internal sealed class FuzzEndpoints(long userId, long login, long accountId, string session)
{
    private const string Md5 = "0f94e246908667af85916300c57f74b6";
    private const string Range = "from=2026-01-15T00:00:00.000&to=2026-01-16T00:00:00.000";
    private const string OfUser = "brokerCrmName=tradingtech_crm&userId=1";

    public static readonly string[] Groups = ["managers", "users", "traders", "balances", "positions", "attributes", "partners", "ctid", "invite", "sessions"];

    private string One => $"{PlatformPaths.Traders}/{login}";

    public IReadOnlyList<FuzzEndpoint> Of(string group) => group switch
    {
        "managers" => [new("POST", PlatformPaths.ManagerToken, $$"""{"login":2309,"hashedPassword":"{{Md5}}"}""")],
        "users" =>
        [
            new("POST", PlatformPaths.CreateUser, """{"brokerCrmName":"tradingtech_crm","email":"a@example.test","firstName":"A","nickname":"n","preferredLanguage":"en"}"""),
            new("PUT", PlatformPaths.ChangeEmail, """{"userId":1,"newEmail":"a@example.test","brokerCrmName":"tradingtech_crm"}"""),
            new("GET", $"{PlatformPaths.UserId}?brokerCrmName=tradingtech_crm&email=a%40example.test"),
            new("POST", $"{PlatformPaths.Logout}?{OfUser}"),
            new("PUT", $"{PlatformPaths.AcceptAgreement}?{OfUser}"),
        ],
        "traders" => Traders(),
        "balances" =>
        [
            new("POST", One + "/changebalance", $$"""{"login":{{login}},"preciseAmount":1.5,"type":"DEPOSIT","comment":"c","externalId":"e","skipMarginCheck":true}"""),
            new("POST", One + "/changebonus", $$"""{"login":{{login}},"preciseAmount":1.5,"type":"WITHDRAW","comment":"c"}"""),
        ],
        "positions" =>
        [
            new("GET", $"{PlatformPaths.OpenPositions}?login={login}&other=2"),
            new("GET", $"{PlatformPaths.ClosedPositions}?{Range}&login={login}"),
            new("POST", $"/app/api/sessions/{session}/positions", $$"""{"login":{{login}},"symbol":"EURUSD","direction":"BUY","volume":0.01}"""),
            new("DELETE", $"/app/api/sessions/{session}/positions/4325001?login={login}&volume=0.01"),
        ],
        "attributes" => [.. Attributes("traders", login), .. Attributes("tradergroups", 1), .. Attributes("managers", 2309)],
        "partners" =>
        [
            new("PUT", PlatformPaths.Referral, $$"""{"brokerCrmName":"tradingtech_crm","partnerId":"p","userId":{{userId}},"ctidTraderAccountId":{{accountId}}}"""),
            new("GET", $"{PlatformPaths.Referral}?{OfUser}&ctidTraderAccountId=1"),
            new("DELETE", $"{PlatformPaths.Referral}?{OfUser}&ctidTraderAccountId=1"),
            new("PUT", PlatformPaths.InAppControls, $$$"""{"brokerCrmName":"tradingtech_crm","userId":{{{userId}}},"rules":{"ribbons":[{"color":"#ff33ee","title":"t","enabled":true,"closable":true,"brokerName":"tradingtech_main","ctidTraderAccountId":"{{{accountId}}}","action":{"urlinApp":"https://a.test"}}]}}"""),
        ],
        "ctid" =>
        [
            new("POST", PlatformPaths.CreateCtid, """{"email":"a@example.test","brokerName":"tradingtech_main","preferredLanguage":"en"}"""),
            new("POST", PlatformPaths.Link, $$"""{"environmentName":"live","brokerName":"tradingtech_main","traderLogin":{{login}},"traderPasswordHash":"{{Md5}}","userId":{{userId}},"returnAccountDetails":true}"""),
            new("POST", PlatformPaths.ChangeCtidTraderAccount, """{"traderLogin":1,"brokerName":"tradingtech_main","environmentName":"live"}"""),
            new("POST", PlatformPaths.Redeem, """{"token":"16chD7xeIxc3p387Cjdcnpax2er","other":1}"""),
            new("POST", PlatformPaths.BareRedeem, """{"token":"dbot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"""),
        ],
        "invite" =>
        [
            new("GET", "/v1/social/invitedUsers?createdFrom=1735560962458&limit=10&skip=1"),
            new("GET", "/v1/users?createdFrom=1735560962458&limit=10&skip=1"),
            new("GET", $"/app/api/invitations/tradingtech_main/{userId}?a=1"),
            new("POST", $"/app/api/invitations/tradingtech_main/{userId}/resend?a=1"),
        ],
        "sessions" =>
        [
            new("POST", "/app/api/sessions", """{"brokerName":"tradingtech_main","source":"Web","token":"16chD7xeIxc3p387Cjdcnpax2er","u":"partner"}"""),
            new("POST", "/app/api/sessions", $$"""{"brokerName":"financialhouse_main","login":{{login}},"password":"account password"}"""),
            new("GET", $"/app/api/sessions/{session}?ctidTraderAccountId={accountId}"),
            new("POST", $"/app/api/sessions/{session}/onetime-tokens", $$"""{"login":{{login}}}"""),
            new("DELETE", "/app/api/sessions/dbss_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA?a=1"),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };

    private IReadOnlyList<FuzzEndpoint> Traders() =>
    [
        new("POST", PlatformPaths.Traders, $$"""{"accessRights":"FULL_ACCESS","accountType":"HEDGED","balance":0,"brokerName":"tradingtech_main","depositCurrency":"EUR","groupName":"Nobody","hashedPassword":"{{Md5}}","leverageInCents":10000,"contactDetails":{"countryId":1},"swapFree":true}"""),
        new("GET", $"{PlatformPaths.Traders}?{Range}&groupId=1&fields=login&hasOpenPositions=true&lastDealFrom=2026-01-15T00:00:00.000&lastDealTo=2026-01-16T00:00:00.000"),
        new("GET", One + "?unknown=1"),
        new("GET", One + "/subaccounts?unknown=1"),
        new("PUT", One, """{"accessRights":"FULL_ACCESS","groupName":"Default","leverageInCents":10000,"contactDetails":{"countryId":1},"swapFree":true}"""),
        new("PATCH", One, """{"accessRights":"FULL_ACCESS","groupName":"Default","leverageInCents":10000,"contactDetails":{"countryId":1,"city":"c"}}"""),
        new("DELETE", PlatformPaths.Traders + "/1?unknown=1"),
        new("POST", One + "/changepassword", $$"""{"login":{{login}},"hashedPassword":"{{Md5}}"}"""),
        new("POST", One + "/checkpassword", $$"""{"login":{{login}},"hashedPassword":"{{Md5}}"}"""),
        new("GET", PlatformPaths.TraderGroups + "?a=1"),
        new("GET", PlatformPaths.Symbols + "?a=1"),
        new("GET", PlatformPaths.DepositAssets + "?a=1"),
    ];

    private static IEnumerable<FuzzEndpoint> Attributes(string kind, long id) =>
    [
        new("POST", PlatformPaths.Attributes(kind, "list"), $$"""{"ids":[{{id}}],"name":"n","updatedFrom":1,"other":2}"""),
        new("POST", PlatformPaths.Attributes(kind, "list"), """{"pageSize":2,"cursor":1,"name":"n"}"""),
        new("POST", PlatformPaths.Attributes(kind, "update"), $$"""{"items":[{"id":{{id}},"attributes":[{"name":"label","value":"VIP"}]}]}"""),
        new("POST", PlatformPaths.Attributes(kind, "delete"), $$"""{"ids":[{{id}}],"names":["label"]}"""),
    ];
}
