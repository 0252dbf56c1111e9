using System.Text.Json.Nodes;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>Calls 3.3, 3.4 and WebServices 5.3.</summary>
internal static class AccountMutations
{
    private const string Move = "POST /cid/ctid/changeCtidTraderAccount";

    public static IEnumerable<Mutation> All { get; } =
    [
        Success("3.3 answers 200", Traders, static it => it.Status = 200, "platform/3.3/created"),
        Json("3.3 gives every account one number", Traders, static body => body["login"] = 77, "platform/3.3/other-number"),
        Json("3.3 leaves usedMargin out", Traders, static body => body.Remove("usedMargin"), "platform/3.3/keys-always-there"),
        Json("3.3 leaves the last connection out", Traders, static body => body.Remove("lastConnectionTimestamp"), "platform/3.3/keys-added"),
        Json("3.3 shows leverage as a factor", Traders, static body => { if (Is(body["leverageInCents"], 12300)) { body["leverageInCents"] = 123; } }, "platform/3.3/echo"),
        Success("3.3 repeats the password", Traders, static it => it.Json(body => body["hashedPassword"] = it.Text("hashedPassword")), "platform/3.3/password-not-repeated"),
        Refuse("3.3 takes no text for a balance", Traders, static it => it.RequestText.Contains("\"balance\":\"", StringComparison.Ordinal), "platform/3.3/balance-as-text"),
        Json("3.3 opens accounts without free margin", Traders, static body => { if (Is(body["balance"], 234512)) { body["freeMargin"] = 0; } }, "platform/3.3/opening-balance"),
        Json("3.3 knows two decimals only", Traders, static body => body["moneyDigits"] = 2, "platform/3.3/eight-decimals"),
        Success("3.3 has another margin type by default", Traders, static it => { if (!it.Request.ContainsKey("totalMarginCalculationType")) { it.Json(static body => body["totalMarginCalculationType"] = "SUM"); } }, "platform/3.3/margin-type-left-out"),
        Success("3.3 makes contact details up", Traders, static it => { if (!it.Request.ContainsKey("contactDetails")) { it.Json(static body => body["contactDetails"] = new JsonObject { ["city"] = "" }); } }, "platform/3.3/no-contact-details"),
        Json("3.3 forgets countries", Traders, static body => (body["contactDetails"] as JsonObject)?.Remove("countryId"), "platform/3.3/contact-details"),
        Success("3.3 is swap-free by default", Traders, static it => { if (!it.Request.ContainsKey("swapFree")) { it.Json(static body => body["swapFree"] = true); } }, "platform/3.3/defaults"),
        Json("3.3 forgets names", Traders, static body => body.Remove("lastName"), "platform/3.3/everything"),
        Json("3.3 knows one spelling of limited risk", Traders, static body => { if ((bool?)body["limitedRisk"] == true) { body["limitedRisk"] = false; } }, "platform/3.3/limited-risk"),
        Refuse("3.3 does not know CLOSE_ONLY", Traders, static it => it.Text("accessRights") == "CLOSE_ONLY", "platform/3.3/access-rights"),
        Refuse("3.3 does not know NETTED", Traders, static it => it.Text("accountType") == "NETTED", "platform/3.3/account-types"),
        Refuse("3.3 does not know SUM", Traders, static it => it.Text("totalMarginCalculationType") == "SUM", "platform/3.3/margin-types"),
        Json("3.3 writes seconds", Traders, static body => body["registrationTimestamp"] = (long)body["registrationTimestamp"]! / 1000, "platform/3.3/timestamps"),
        Accept("3.3 knows every group", Traders, static it => it.Text("groupName").Starts("group-"), "platform/3.3/unknown-group"),
        Accept("3.3 knows every broker", Traders, static it => it.Text("brokerName").Starts("broker-"), "platform/3.3/unknown-broker"),
        Accept("3.3 knows brokers in capitals", Traders, static it => it.Text("brokerName") == "CONFORM_MAIN", "platform/3.3/broker-in-capitals"),
        Accept("3.3 knows every currency", Traders, static it => it.Text("depositCurrency") == "XQX", "platform/3.3/unknown-currency"),
        Accept("3.3 knows all rights", Traders, static it => it.Text("accessRights") == "ALL", "platform/3.3/unknown-access-rights"),
        Accept("3.3 knows all types", Traders, static it => it.Text("accountType") == "OTHER", "platform/3.3/unknown-account-type"),
        Accept("3.3 knows all margin types", Traders, static it => it.Text("totalMarginCalculationType") == "OTHER", "platform/3.3/unknown-margin-type"),
        Accept("3.3 takes fractions of cents", Traders, static it => Is(it.Request["balance"], 1.5m), "platform/3.3/fractional-balance"),
        Accept("3.3 takes plain passwords", Traders, static it => it.Text("hashedPassword") == "a password", "platform/3.3/plain-password"),
        .. Keys("3.3", Traders, "accessRights", "accountType", "balance", "brokerName", "depositCurrency", "groupName", "hashedPassword", "leverageInCents"),

        Success("3.4 says nothing", Link, static it => it.Answer(200, ""), "platform/3.4/linked", "platform/3.4/other-number"),
        Success("3.4 answers 201", Link, static it => it.Status = 201, "platform/3.4/status"),
        Json("3.4 gives every link one number", Link, static body => body["ctidTraderAccountId"] = 5, "platform/3.4/other-number"),
        Success("3.4 says too much", Link, static it => { if (it.Request["returnAccountDetails"] is not null && it.Text.Length == 0) { it.Answer(200, """{"ctidTraderAccountId":5}"""); } }, "platform/3.4/no-details"),
        Success("3.4 says too much by default", Link, static it => { if (!it.Request.ContainsKey("returnAccountDetails")) { it.Answer(200, """{"ctidTraderAccountId":5}"""); } }, "platform/3.4/details-left-out"),
        Accept("3.4 knows every environment", Link, static it => it.Text("environmentName").Starts("env-"), "platform/3.4/unknown-environment"),
        Accept("3.4 knows every account", Link, static it => it.Text("traderLogin") == "1", "platform/3.4/unknown-trader"),
        Accept("3.4 takes every password", Link, static it => it.ErrorCode == "WRONG_PASSWORD", "platform/3.4/wrong-password"),
        Accept("3.4 knows everybody", Link, static it => it.Text("userId") == "1", "platform/3.4/unknown-user"),
        Accept("3.4 knows every broker", Link, static it => it.Text("brokerName").Starts("broker-"), "platform/3.4/unknown-broker"),
        Accept("3.4 asks not whose account it is", Link, static it => it.ErrorCode == "CH_TRADER_ACCESS_DENIED", "platform/3.4/broker-of-another-account"),
        Accept("3.4 asks not whose user it is", Link, static it => it.ErrorCode == "CH_USER_NOT_FOUND" && it.Text("userId") != "1", "platform/3.4/user-of-another-crm"),
        LinkedAgain("3.4 links an account to a second user", sameUser: false, "platform/3.4/already-linked"),
        LinkedAgain("3.4 links an account a second time", sameUser: true, "platform/3.4/linked-twice", "platform/3.4/race"),
        .. Keys("3.4", Link, "traderLogin", "traderPasswordHash", "userId", "brokerName", "environmentName"),
        Around("3.4 links while it refuses", Link, static async it =>
        {
            var right = Drawbridge.Conformance.PlatformSide.PlatformCalls.Md5(Drawbridge.Conformance.PlatformSide.PlatformCalls.AccountPassword);
            var isWrong = it.Text("traderPasswordHash") == Drawbridge.Conformance.PlatformSide.PlatformCalls.Md5("wrong");
            await (isWrong ? it.GoOnWithAsync("traderPasswordHash", right) : it.GoOnAsync());
            if (isWrong)
            {
                it.Answer(400, """{"error":{"errorCode":"WRONG_PASSWORD","description":"No."}}""");
            }
        }, "platform/3.4/refused-link-does-nothing"),
        UserMutations.RacingMutation("3.4 loses a race", Link, static it => it.Text("traderLogin"), "platform/3.4/race"),

        Pretend("5.3 does nothing", Move, static it => it.Request.Count == 3 && it.Text("traderLogin") != "1" && it.Text("brokerName") == "conform_wl" && it.Text("environmentName") == "live", 204, "", "platform/ws-5.3/moved"),
        Success("5.3 answers 200", Move, static it => it.Status = 200, "platform/ws-5.3/answer"),
        Accept("5.3 knows every account", Move, static it => it.Text("traderLogin") == "1", "platform/ws-5.3/unknown-trader"),
        Accept("5.3 knows every broker", Move, static it => it.Text("brokerName").Starts("broker-"), "platform/ws-5.3/unknown-broker"),
        Accept("5.3 knows every environment", Move, static it => it.Text("environmentName").Starts("env-"), "platform/ws-5.3/unknown-environment"),
        Accept("5.3 moves accounts to other CRMs", Move, static it => it.Text("brokerName") == "other_main", "platform/ws-5.3/broker-of-another-crm"),
        .. Keys("ws-5.3", Move, "traderLogin", "brokerName", "environmentName"),
    ];

    private static Mutation LinkedAgain(string name, bool sameUser, params string[] fails)
    {
        var users = new System.Collections.Concurrent.ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        return Answer(name, Link, it =>
        {
            var (login, user) = (it.Text("traderLogin") ?? "", it.Text("userId") ?? "");
            if (it.Succeeded)
            {
                users[login] = user;
            }
            else if (it.ErrorCode == "CH_TRADER_ALREADY_LINKED" && (!users.TryGetValue(login, out var before) || before == user) == sameUser)
            {
                it.Answer(200, """{"ctidTraderAccountId":5}""");
            }
        }, fails);
    }
}
