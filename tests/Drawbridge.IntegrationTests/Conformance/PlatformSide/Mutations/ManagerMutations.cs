using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.PlatformSide;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>Call 3.1, manager tokens, rights and the write limit.</summary>
internal static class ManagerMutations
{
    private const string LogIn = "POST /v2/webserv/managers/token";
    private const string Admin = "2309";
    private const string Agreement = "PUT /cid/oauth2/ctid/acceptAgreement";

    public static IEnumerable<Mutation> All { get; } =
    [
        Success("3.1 answers 201", LogIn, static it => it.Status = 201, "platform/3.1/valid-credentials"),
        Answer("3.1 takes every password", LogIn, static it => { if (it.Status == 401 && it.Text("login") == Admin) { it.Answer(200, """{"webservToken":"abcdefghijkl"}"""); } }, "platform/3.1/wrong-password", "platform/3.1/unknown-login"),
        Answer("3.1 tells which logins there are", LogIn, static it => { if (it.Text("login") == "1") { it.Status = 404; } }, "platform/3.1/unknown-login"),
        Accept("3.1 does without a login", LogIn, static it => !it.Request.ContainsKey("login"), "platform/3.1/missing-login"),
        Accept("3.1 does without a hash", LogIn, static it => !it.Request.ContainsKey("hashedPassword"), "platform/3.1/missing-hash"),
        Accept("3.1 takes lists", LogIn, static it => it.Request["login"] is JsonArray, "platform/3.1/wrong-type"),
        Json("3.1 gives another token each time", LogIn, static body => body["webservToken"] = PlatformCalls.NewWord("token"), "platform/3.1/same-token-again", "platform/3.1/earlier-token-stays-valid"),
        Answer("tokens die at once", Groups, static it => it.Status = 401, "platform/3.1/earlier-token-stays-valid"),

        Answer("calls below /cid answer 403 without a token", "* /cid/*", static it => { if (it.Status == 401 && it.Parameter("token") is null) { it.Status = 403; } }, "platform/token/missing-cid"),
        Answer("calls below /v2 answer 403 without a token", "* /v2/*", static it => { if (it.Status == 401 && it.Parameter("token") is null) { it.Status = 403; } }, "platform/token/missing-webserv"),
        Answer("calls below /cid answer 403 to unknown tokens", "* /cid/*", static it => { if (it.Status == 401 && it.Parameter("token") is not null) { it.Status = 403; } }, "platform/token/unknown-cid"),
        Answer("calls below /v2 answer 403 to unknown tokens", "* /v2/*", static it => { if (it.Status == 401 && it.Parameter("token") is not null) { it.Status = 403; } }, "platform/token/unknown-webserv"),
        AsAdmin("money moves without a token", static it => it.Path.EndsWith("/changebalance", StringComparison.Ordinal) && it.Parameter("token") is null, static it => it.Answer(401, """{"error":{"errorCode":"AUTHENTICATION_FAILED","description":"No."}}"""), "platform/token/refused-write-does-nothing"),
        Around("a token in the body counts", CreateUser, static it => { if (it.Parameter("token") is null && it.Text("token") is { } token) { it.Query = $"?token={token}"; } return it.GoOnAsync(); }, "platform/token/in-the-body"),
        Success("a token behind others does not count", "GET /cid/oauth2/ctid/userId", static it => it.Answer(401, "{}"), "platform/token/after-other-parameters"),

        AsAdmin("a disabled broker's accounts are opened", static it => Is(it, Traders) && it.Text("brokerName") == "conform_wl", null, "platform/rights/opens-nothing-for-a-disabled-broker"),
        AsAdmin("accounts of anybody are read", static it => it.Method == "GET" && it.Path.Starts("/v2/webserv/traders/"), null, "platform/rights/reads-nothing-of-a-disabled-broker", "platform/rights/reads-nothing-in-a-denied-group"),
        AsAdmin("accounts of denied groups are opened", static it => Is(it, Traders) && it.Text("groupName") == "VIP", null, "platform/rights/opens-nothing-in-a-denied-group"),
        AsAdmin("money of denied groups is moved", static it => it.Path.EndsWith("/changebalance", StringComparison.Ordinal), null, "platform/rights/moves-no-money-in-a-denied-group"),
        AsAdmin("accounts of denied groups are changed", static it => it.Method == "PATCH" && it.Request.ContainsKey("name"), null, "platform/rights/changes-nothing-in-a-denied-group"),
        AsAdmin("accounts of denied groups are deleted", static it => it.Method == "DELETE", null, "platform/rights/deletes-nothing-in-a-denied-group"),
        AsAdmin("accounts are put into denied groups", static it => it.Method == "PATCH" && it.Request.ContainsKey("groupName"), null, "platform/rights/puts-nothing-into-a-denied-group"),
        AsAdmin("accounts of denied groups are linked", static it => Is(it, Link), null, "platform/rights/links-nothing-in-a-denied-group"),
        AsAdmin("positions of denied groups are reported", static it => it.Path.EndsWith("/openPositions", StringComparison.Ordinal), null, "platform/rights/reports-nothing-in-a-denied-group"),
        AsAdmin("accounts of denied groups are listed", static it => Is(it, List), null, "platform/rights/lists-nothing-in-a-denied-group"),
        AsAdmin("denied groups are listed", static it => Is(it, Groups), null, "platform/rights/lists-no-denied-group"),
        Success("granted accounts are not read", Read, static it => it.Answer(403, "{}"), "platform/rights/reaches-the-rest"),
        AsAdmin("users of a disabled broker's CRM are made", static it => Is(it, CreateUser), null, "platform/rights/disabled-broker-closes-its-crm"),
        AsAdmin("ribbons of a disabled broker's CRM are set", static it => it.Path.EndsWith("/inAppControls", StringComparison.Ordinal), null, "platform/rights/disabled-broker-closes-ribbons"),

        Accept("writes are not limited", Agreement, static it => it.Status == 429, "platform/limit/refused", "platform/limit/status"),
        Answer("nobody says when to write again", Agreement, static it => it.Http.Response.Headers.Remove("Retry-After"), "platform/limit/status"),
        Answer("the code of the limit is another", Agreement, static it => it.Text = it.Text.Replace("REQUEST_FREQUENCY_EXCEEDED", "INVALID_REQUEST", StringComparison.Ordinal), "platform/limit/refused"),
        Success("reading is limited", Groups, static it => it.Answer(429, "{}"), "platform/limit/reads-go-on"),
        Later("log-ins are limited", static it => Is(it, LogIn) && it.Text("login") == "2311", "platform/limit/log-in-goes-on"),
        Limited("one limit is for all", "platform/limit/others-go-on"),
    ];

    private static bool Is(SpoiltCall it, string call) => $"{it.Method} {it.Path}" == call;

    /// <summary>Makes calls as the manager who reaches everything.</summary>
    private static Mutation AsAdmin(string name, Func<SpoiltCall, bool> when, Action<SpoiltCall>? after, params string[] fails)
    {
        var admin = "";
        return Around(name, "*", async it =>
        {
            var isMeant = when(it);
            if (isMeant)
            {
                var rest = it.Parameter("token") is { } own ? it.Query.Replace($"token={own}", "", StringComparison.Ordinal).TrimEnd('&', '?') : it.Query;
                it.Query = $"{(rest.Length == 0 ? "?" : $"{rest}&")}token={admin}";
            }

            await it.GoOnAsync();
            if (Is(it, LogIn) && it.Text("login") == Admin && it.Succeeded)
            {
                admin = JsonNode.Parse(it.Text)!["webservToken"]!.ToString();
            }

            if (isMeant)
            {
                after?.Invoke(it);
            }
        }, fails);
    }

    /// <summary>Refuses from the second time on.</summary>
    private static Mutation Later(string name, Func<SpoiltCall, bool> when, params string[] fails)
    {
        var second = From(2);
        return Success(name, "*", it =>
        {
            if (when(it) && second(""))
            {
                it.Answer(429, "{}");
            }
        }, fails);
    }

    private static Mutation Limited(string name, params string[] fails)
    {
        var users = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        return Success(name, CreateUser, it =>
        {
            // Each case makes one user; the one about others makes a second one in the end.
            if (users.AddOrUpdate("", 1, static (_, before) => before + 1) > 5)
            {
                it.Answer(429, "{}");
            }
        }, fails);
    }
}
