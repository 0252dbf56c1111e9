using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Platform.Golden;

/// <summary>Every call of a broker, in an order in which each finds what it needs.</summary>
internal static class GoldenCalls
{
    private const string Crm = "brokerCrmName=" + PlatformServer.Crm;

    public static IEnumerable<GoldenCall> All(GoldenScenario its, DateTimeOffset now) =>
        [.. Reading(its, now), .. Users(its), .. Writing(its), .. Attributes(its), .. Refused(its), .. Leaving(its)];

    private static IEnumerable<GoldenCall> Reading(GoldenScenario its, DateTimeOffset now)
    {
        var range = $"from={Time(now.AddHours(-1))}&to={Time(now)}";
        return
        [
            new("3.1", "manager token", "POST", PlatformPaths.ManagerToken, new JsonObject { ["login"] = PlatformServer.ManagerLogin, ["hashedPassword"] = PasswordHashMd5.Of(PlatformServer.ManagerPassword).Reveal() }, 200, GoldenBody.JsonOrXml),
            new("WS 4.2", "trader", "GET", $"{PlatformPaths.Traders}/{its.Login}", null, 200, GoldenBody.JsonOrXml),
            new("WS 4.3", "traders", "GET", $"{PlatformPaths.Traders}?{range}", null, 200, GoldenBody.JsonOrXml),
            new("WS 4.3", "fields of traders", "GET", $"{PlatformPaths.Traders}/?{range}&fields=login,registrationTimestamp", null, 200, GoldenBody.JsonOrXml),
            new("WS 4.4", "sub-accounts", "GET", $"{PlatformPaths.Traders}/{its.Login}/subaccounts", null, 200, GoldenBody.JsonOrXml),
            new("WS 4.11", "trader groups", "GET", PlatformPaths.TraderGroups, null, 200, GoldenBody.JsonOrXml),
            new("WS 4.12", "open positions", "GET", PlatformPaths.OpenPositions, null, 200, GoldenBody.JsonOrCsv),
            new("WS 4.13", "closed positions", "GET", $"{PlatformPaths.ClosedPositions}?{range}", null, 200, GoldenBody.JsonOrCsv),
            new("WS 6.1", "symbols", "GET", PlatformPaths.Symbols, null, 200, GoldenBody.JsonOrXml),
            new("WS 6.2", "deposit assets", "GET", PlatformPaths.DepositAssets, null, 200, GoldenBody.JsonOrXml),
            new("invite invitedUsers", "pulled", "GET", "/v1/social/invitedUsers", null, 200, GoldenBody.Json),
            new("invite users", "pulled", "GET", "/v1/users", null, 200, GoldenBody.Json),
            new("redeem", "at the bare host", "POST", PlatformPaths.BareRedeem, new JsonObject { ["token"] = its.HandoffToken }, 200, GoldenBody.Json),
        ];
    }

    private static IEnumerable<GoldenCall> Users(GoldenScenario its) =>
    [
        new("3.2", "user", "POST", PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["email"] = "new@example.test", ["firstName"] = "Pat", ["nickname"] = "letstrade", ["preferredLanguage"] = "en" }, 201, GoldenBody.Json),
        new("3.4", "link", "POST", PlatformPaths.Link, WithDetails(PlatformApi.Link(its.UserId, its.Unlinked)), 200, GoldenBody.Json),
        new("3.6", "identifier", "PUT", PlatformPaths.Referral, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["partnerId"] = "somePartnerId", ["userId"] = its.UserId, ["ctidTraderAccountId"] = its.AccountId }, 200, GoldenBody.Json),
        new("3.7", "identifier", "GET", $"{PlatformPaths.Referral}?{Crm}&userId={its.UserId}", null, 200, GoldenBody.Json),
        new("3.8", "identifier", "DELETE", $"{PlatformPaths.Referral}?{Crm}&userId={its.UserId}&ctidTraderAccountId={its.AccountId}", null, 200, GoldenBody.Nothing),
        new("3.9", "controls", "PUT", PlatformPaths.InAppControls, new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["userId"] = its.UserId, ["rules"] = new JsonObject() }, 201, GoldenBody.Nothing),
        new("3.10", "e-mail", "PUT", PlatformPaths.ChangeEmail, new JsonObject { ["userId"] = its.UserId, ["newEmail"] = "ann2@example.test", ["brokerCrmName"] = PlatformServer.Crm }, 204, GoldenBody.Nothing),
        new("3.11", "user id", "GET", $"{PlatformPaths.UserId}?{Crm}&email=ann2%40example.test", null, 200, GoldenBody.Json),
        new("3.12", "log out", "POST", $"{PlatformPaths.Logout}?{Crm}&userId={its.UserId}", null, 204, GoldenBody.Nothing),
        new("3.13", "agreement", "PUT", $"{PlatformPaths.AcceptAgreement}?{Crm}&userId={its.UserId}", null, 204, GoldenBody.Nothing),
        new("WS 5.1", "new user", "POST", PlatformPaths.CreateCtid, Ctid("president@example.test"), 201, GoldenBody.Json),
        new("WS 5.1", "known user", "POST", PlatformPaths.CreateCtid, Ctid("president@example.test"), 200, GoldenBody.Json),
    ];

    private static IEnumerable<GoldenCall> Writing(GoldenScenario its)
    {
        var one = $"{PlatformPaths.Traders}/{its.Login}";
        var spare = $"{PlatformPaths.Traders}/{its.Spare}";
        var password = new JsonObject { ["login"] = its.Spare, ["hashedPassword"] = PasswordHashMd5.Of("another").Reveal() };
        return
        [
            new("3.3", "trader", "POST", PlatformPaths.Traders, GoldenScenario.FullTrader(), 201, GoldenBody.JsonOrXml),
            new("3.3", "least trader", "POST", PlatformPaths.Traders, PlatformApi.Trader(), 201, GoldenBody.JsonOrXml),
            new("3.5", "deposit", "POST", one + "/changebalance", Money(its.Login, "DEPOSIT", 123.45m), 200, GoldenBody.JsonOrXml),
            new("3.5", "credit", "POST", one + "/changebalance", Money(its.Login, BalanceChangeType.DepositCredit, 1), 200, GoldenBody.JsonOrXml),
            new("WS 4.10", "bonus", "POST", one + "/changebonus", Money(its.Login, "WITHDRAW", 0.5m), 200, GoldenBody.JsonOrXml),
            new("WS 4.5.1", "replace", "PUT", spare, new JsonObject { ["groupName"] = "VIP", ["leverageInCents"] = 20000 }, 204, GoldenBody.Nothing),
            new("WS 4.5.2", "update", "PATCH", spare, new JsonObject { ["contactDetails"] = new JsonObject { ["introducingBroker1"] = "ib" } }, 204, GoldenBody.Nothing),
            new("WS 4.8", "password", "POST", spare + "/changepassword", password, 204, GoldenBody.Nothing),
            new("WS 4.9", "password", "POST", spare + "/checkpassword", password.DeepClone(), 204, GoldenBody.Nothing),
            new("WS 5.3", "move", "POST", PlatformPaths.ChangeCtidTraderAccount, new JsonObject { ["traderLogin"] = its.Spare, ["brokerName"] = PlatformServer.Broker, ["environmentName"] = "live" }, 204, GoldenBody.Nothing),
            new("WS 4.2", "trader after all changes", "GET", spare, null, 200, GoldenBody.JsonOrXml),
        ];
    }

    private static IEnumerable<GoldenCall> Attributes(GoldenScenario its)
    {
        (string Kind, long Id, int First)[] kinds = [("traders", its.Login, 14), ("tradergroups", 1, 15), ("managers", PlatformServer.ManagerLogin, 16)];
        foreach (var (kind, id, first) in kinds)
        {
            yield return new($"WS 4.{first + 3}", "update attributes", "POST", PlatformPaths.Attributes(kind, "update"), GoldenScenario.Attributes(id), 200, GoldenBody.JsonOrXml);
            yield return new($"WS 4.{first}", "attributes", "POST", PlatformPaths.Attributes(kind, "list"), new JsonObject { ["ids"] = new JsonArray(id) }, 200, GoldenBody.JsonOrXml);
            yield return new($"WS 4.{first + 6}", "delete attributes", "POST", PlatformPaths.Attributes(kind, "delete"), new JsonObject { ["ids"] = new JsonArray(id) }, 200, GoldenBody.JsonOrXml);
        }
    }

    private static IEnumerable<GoldenCall> Refused(GoldenScenario its) =>
    [
        new("WS 4.2", "unknown trader", "GET", PlatformPaths.Traders + "/1", null, 404, GoldenBody.JsonOrXml),
        new("3.3", "missing keys", "POST", PlatformPaths.Traders, new JsonObject(), 400, GoldenBody.JsonOrXml),
        new("3.5", "too little money", "POST", $"{PlatformPaths.Traders}/{its.Login}/changebalance", Money(its.Login, "WITHDRAW", 99999999), 400, GoldenBody.JsonOrXml),
        new("3.2", "unknown crm", "POST", PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = "unknown", ["email"] = "a@example.test" }, 404, GoldenBody.Json),
    ];

    private static IEnumerable<GoldenCall> Leaving(GoldenScenario its) =>
        [new("WS 4.6", "delete", "DELETE", $"{PlatformPaths.Traders}/{its.Spare}", null, 204, GoldenBody.Nothing)];

    private static JsonObject WithDetails(JsonObject link)
    {
        link["returnAccountDetails"] = true;
        return link;
    }

    private static JsonObject Ctid(string email) => new() { ["email"] = email, ["brokerName"] = PlatformServer.Broker, ["preferredLanguage"] = "EN" };

    private static JsonObject Money(long login, string type, decimal amount) =>
        new() { ["login"] = login, ["preciseAmount"] = amount, ["type"] = type, ["comment"] = "c", ["externalId"] = "e", ["externalNote"] = "n" };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
