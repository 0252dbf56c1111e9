using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>JSON and XML, refusals, https, handoff.</summary>
internal static class FormatMutations
{
    private const string Redeem = "POST *inAppToken/redeem";
    private const string Group = """{"traderGroup":[{"id":1,"name":"Default"}]}""";

    public static IEnumerable<Mutation> All { get; } =
    [
        Written("web services are JSON by default", "", json: true, "platform/format/answer-without-accept"),
        Written("web services are JSON for everything", "*/*", json: true, "platform/format/answer-any"),
        Written("web services know no JSON", "application/json", json: false, "platform/format/answer-json"),
        Written("web services know no text/json", "text/json", json: false, "platform/format/answer-text-json"),
        Written("web services know no XML", "application/xml", json: true, "platform/format/answer-xml"),
        Written("web services know no text/xml", "text/xml", json: true, "platform/format/answer-text-xml"),
        Written("web services weigh nothing", "application/xml;q=0.5, application/json", json: false, "platform/format/answer-weights"),
        Answer("web services answer 200 to text/html", Groups, static it => { if (it.Status == 406) { it.Answer(200, Group); } }, "platform/format/not-acceptable"),
        Success("web services name no charset", Groups, static it => it.Http.Response.ContentType = it.Http.Response.ContentType?.Split(';')[0], "platform/format/charset"),
        Read("web services read no JSON", "application/json", '{', "platform/format/read-json"),
        Read("web services read no XML", "application/xml", '<', "platform/format/read-xml"),
        Read("web services read no text/xml", "text/xml; charset=utf-8", '<', "platform/format/read-text-xml"),
        Read("web services read no XML without a type", null, '<', "platform/format/read-xml-without-type"),
        Read("web services read no JSON without a type", null, '{', "platform/format/read-json-without-type"),
        Accept("web services read text", Traders, static it => it.Status == 415, "platform/format/unknown-type"),
        Success("XML is escaped twice", Traders, static it => it.Text = it.Text.Replace("&amp;", "&amp;amp;", StringComparison.Ordinal), "platform/format/xml-text"),
        Success("XML is flat", Traders, static it => it.Text = it.Text.Replace("<city>", "<town>", StringComparison.Ordinal).Replace("</city>", "</town>", StringComparison.Ordinal), "platform/format/xml-nested"),
        Success("XML wraps its lists", "GET /v2/webserv/depositAssets", static it => it.Text = it.Text.Replace("depositAsset>", "item>", StringComparison.Ordinal), "platform/format/xml-list"),
        Success("XML shouts booleans", Traders, static it => it.Text = it.Text.Replace("<swapFree>false", "<swapFree>False", StringComparison.Ordinal), "platform/format/xml-booleans"),
        Accept("XML may have a document type", Traders, static it => it.RequestText.StartsWith("<!DOCTYPE", StringComparison.Ordinal), "platform/format/document-type"),
        Accept("broken JSON is fine", Traders, static it => it.RequestText == "{\"balance\":", "platform/format/broken-json"),
        Accept("broken XML is fine", Traders, static it => it.RequestText == "<a><b></a>", "platform/format/broken-xml"),
        Accept("calls below /cid read XML", "POST /cid/oauth2/ctid/create", static it => it.Status == 415, "platform/format/cid-reads-json-only"),
        Accept("5.3 reads XML", "POST /cid/ctid/changeCtidTraderAccount", static it => it.Status == 415, "platform/format/ctid-reads-json-only"),
        Accept("calls below /cid write XML", "GET /cid/*", static it => it.Status == 406, "platform/format/cid-writes-json-only"),
        Success("calls below /cid write text", "GET /cid/oauth2/ctid/userId", static it => { if (!it.Http.Request.Headers.ContainsKey("Accept")) { it.Http.Response.ContentType = "text/plain"; } }, "platform/format/cid-without-accept"),
        Accept("the redeem call reads XML", Redeem, static it => it.Status == 415, "platform/format/redeem-reads-json-only"),

        Answer("refusals below /cid are flat", CreateUser, static it => { if (it.ErrorCode == "INVALID_REQUEST" && it.RequestText == "{}") { it.Text = """{"errorCode":"INVALID_REQUEST"}"""; } }, "platform/errors/envelope-cid"),
        Answer("refusals of web services are flat", Read2, static it => { if (it.Text.StartsWith('{') && !it.Succeeded) { it.Text = $$"""{"errorCode":"{{it.ErrorCode}}"}"""; } }, "platform/errors/envelope-webserv"),
        Answer("refusals in XML have another root", Read2, static it => it.Text = it.Text.Replace("<error>", "<fault>", StringComparison.Ordinal).Replace("</error>", "</fault>", StringComparison.Ordinal), "platform/errors/envelope-xml"),
        Answer("refusals are JSON by default", Read2, static it => { if (!it.Http.Request.Headers.ContainsKey("Accept")) { it.Text = "{}"; } }, "platform/errors/negotiated"),
        .. Statuses(),
        Answer("refusals repeat what was sent", Link, static it => { if (!it.Succeeded) { it.Text = it.Text.Replace("\"description\":\"", $"\"description\":\"{it.Text("traderPasswordHash")} ", StringComparison.Ordinal); } }, "platform/errors/no-secret"),
        Answer("refusals show the program", "GET /v2/webserv/traders/99999999999999999999", static it => it.Text = it.Text.Replace("\"description\":\"", "\"description\":\"System.OverflowException ", StringComparison.Ordinal), "platform/errors/no-internals"),

        Around("plain http is served", "*", static it => { it.Http.Request.Scheme = "https"; return it.GoOnAsync(); }, "platform/transport/plain-http"),
        Success("unknown parameters are refused", Groups, static it => { if (it.Parameter("somethingNew") is not null) { it.Answer(400, "{}"); } }, "platform/transport/unknown-parameter"),
        Success("names are refused", Groups, static it => { if (it.Parameter("brokerName") == "conform_main") { it.Answer(400, "{}"); } }, "platform/transport/names-are-welcome"),
        Accept("unknown names are fine", Groups, static it => it.Parameter("brokerName").Starts("broker-"), "platform/transport/unknown-name"),

        Accept("redeem knows every token", Redeem, static it => it.Text("token").Starts("token-") && it.ErrorCode == "OT_TOKEN_NOT_FOUND", "platform/redeem/unknown-token"),
        Accept("redeem does without a token", Redeem, static it => !it.Request.ContainsKey("token"), "platform/redeem/missing-token"),
        Answer("redeem hides who must log in", Redeem, static it => { if (it.Status == 401) { it.Status = 403; } }, "platform/redeem/no-manager"),
        Json("redeem forgets the account", "POST /cid/ctid2/inAppToken/redeem", static body => body.Remove("tradingLogin"), "platform/redeem/user"),
        Success("redeem is below /cid only", "POST /ctid2/inAppToken/redeem", static it => it.Answer(404, "{}"), "platform/redeem/bare-host"),
        Twice("redeem takes tokens twice", 2, "platform/redeem/twice", "platform/redeem/race"),
        Twice("redeem loses a race", 3, "platform/redeem/race"),
        Consumed("redeem consumes without a manager", "platform/redeem/refused-redeem-consumes-nothing"),
        OneToken("tokens repeat", "platform/redeem/another-token-each-time"),
        Accept("redeem takes old tokens", Redeem, static it => it.ErrorCode == "OT_TOKEN_NOT_FOUND" && !it.Text("token").Starts("token-"), "platform/redeem/twice", "platform/redeem/race", "platform/redeem/expired"),
        new("the CRM is asked under handoff", "platform/redeem/no-call-to-the-crm") { Calls = static async it =>
        {
            if (it.Path.EndsWith("/redeem", StringComparison.Ordinal))
            {
                await ConformingPlatform.TellAsync("/oauth2/logout?crmApiToken=x&brokerName=handoff_main");
            }

            await it.GoOnAsync();
        } },
    ];

    private const string Read2 = "GET /v2/webserv/traders/1";

    private static Mutation Written(string name, string accept, bool json, params string[] fails) => Success(name, Groups, it =>
    {
        if (it.Http.Request.Headers.Accept.ToString() == accept)
        {
            it.Text = json ? Group : "<response><traderGroup><id>1</id><name>Default</name></traderGroup></response>";
            it.Http.Response.ContentType = json ? "application/json; charset=utf-8" : "application/xml; charset=utf-8";
        }
    }, fails);

    private static Mutation Read(string name, string? type, char first, params string[] fails) => Success(name, Traders, it =>
    {
        if (it.Http.Request.ContentType == type && it.RequestText.StartsWith(first) && it.Http.Request.Headers.Accept == "application/json" && !it.RequestText.Contains("description", StringComparison.Ordinal))
        {
            it.Answer(415, """{"error":{"errorCode":"INVALID_REQUEST","description":"No."}}""");
        }
    }, fails);

    private static IEnumerable<Mutation> Statuses() => new[]
    {
        "INVALID_REQUEST", "NOT_ENOUGH_RIGHTS", "CH_BROKER_NOT_FOUND", "TRADER_NOT_FOUND", "CH_PLANT_INVALID", "NOT_ENOUGH_MONEY", "CHANGE_BALANCE_BAD_AMOUNT", "TRADER_GROUP_NOT_FOUND", "WRONG_PASSWORD",
        "CH_EMAIL_ALREADY_EXISTS", "CH_ENVIRONMENT_NOT_FOUND", "CH_TRADER_ACCESS_DENIED", "CH_TRADER_ALREADY_LINKED", "CH_EMAIL_INVALID", "CH_USER_NOT_FOUND", "CH_ACCOUNT_NOT_FOUND",
    }.Select(static code => Answer($"{code} has another status", "*", it =>
    {
        if (it.ErrorCode == code)
        {
            it.Status = 409;
        }
    }, $"platform/errors/status-{code.ToLowerInvariant().Replace('_', '-')}"));

    private static Mutation Twice(string name, int from, params string[] fails)
    {
        var again = From(from);
        return Answer(name, Redeem, it =>
        {
            if (it.Text("token") is { } token && !token.Starts("token-") && again(token) && it.ErrorCode == "OT_TOKEN_NOT_FOUND" && it.Http.Request.Query.ContainsKey("token"))
            {
                it.Answer(200, "{}");
            }
        }, fails);
    }

    private static Mutation Consumed(string name, params string[] fails)
    {
        var tried = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return Answer(name, Redeem, it =>
        {
            if (it.Status == 401)
            {
                tried[it.Text("token") ?? ""] = true;
            }
            else if (tried.ContainsKey(it.Text("token") ?? ""))
            {
                it.Answer(404, """{"error":{"errorCode":"OT_TOKEN_NOT_FOUND","description":"No."}}""");
            }
        }, fails);
    }

    private static Mutation OneToken(string name, params string[] fails)
    {
        return Json(name, "POST /app/api/sessions/*/onetime-tokens", body => body["token"] = "the-one-token-of-all-actions-1234567890", fails) with
        {
            Fails = [.. fails, "platform/redeem/user", "platform/redeem/bare-host", "platform/redeem/race", "platform/redeem/refused-redeem-consumes-nothing"],
        };
    }
}
