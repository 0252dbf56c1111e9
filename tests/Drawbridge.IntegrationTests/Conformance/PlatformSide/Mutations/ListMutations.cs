using System.Text.Json.Nodes;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>WebServices 4.3, 4.12 to 4.22.</summary>
internal static class ListMutations
{
    private const string Open = "GET /v2/webserv/openPositions";
    private const string Closed = "GET /v2/webserv/closedPositions";
    private const string Update = "POST /v2/webserv/attributes/traders/update";
    private const string Attributes = "POST /v2/webserv/attributes/traders/list";
    private const string Delete = "POST /v2/webserv/attributes/traders/delete";

    public static IEnumerable<Mutation> All { get; } =
    [
        Json("4.3 lists under another name", List, static body => { body["traders"] = body["trader"]?.DeepClone(); body["trader"] = new JsonArray(); }, "platform/ws-4.3/listed", "platform/ws-4.3/from-is-inside", "platform/ws-4.3/newest-first", "platform/ws-4.3/fields", "platform/ws-4.3/pages"),
        Success("4.3 begins after from", List, static it =>
        {
            if (DateTimeOffset.TryParse(it.Parameter("from") + "Z", System.Globalization.CultureInfo.InvariantCulture, out var from))
            {
                it.Json(body => ((JsonArray)body["trader"]!).RemoveAll(one => (long)one!["registrationTimestamp"]! == from.ToUnixTimeMilliseconds()));
            }
        }, "platform/ws-4.3/from-is-inside", "platform/ws-4.3/fields", "platform/ws-4.3/pages"),
        Shifted("4.3 ends after to", "to", 1, "platform/ws-4.3/to-is-outside"),
        Json("4.3 does not say whether there is more", List, static body => { if (body["hasMore"]?.ToString() == "false") { body.Remove("hasMore"); } }, "platform/ws-4.3/nothing"),
        Success("4.3 knows no final slash", "GET /v2/webserv/traders/", static it => it.Answer(404, "{}"), "platform/ws-4.3/final-slash"),
        Success("4.3 knows no Z", List, static it => { if (it.Parameter("from")?.EndsWith('Z') == true) { it.Answer(400, "{}"); } }, "platform/ws-4.3/final-z"),
        Json("4.3 lists the oldest first", List, static body => body["trader"] = new JsonArray([.. ((JsonArray)body["trader"]!).Reverse().Select(static one => one!.DeepClone())]), "platform/ws-4.3/newest-first"),
        Json("4.3 shows more than was asked for", List, static body => { foreach (var one in ((JsonArray)body["trader"]!).OfType<JsonObject>()) { one["balance"] = 0; } }, "platform/ws-4.3/fields"),
        Around("4.3 asks not for positions", List, static it => { it.Query = it.Query.Replace("hasOpenPositions=true", "x=1", StringComparison.Ordinal); return it.GoOnAsync(); }, "platform/ws-4.3/no-open-positions"),
        Accept("4.3 does without from", List, static it => it.Parameter("from") is null, "platform/ws-4.3/missing-from"),
        Accept("4.3 does without to", List, static it => it.Parameter("to") is null, "platform/ws-4.3/missing-to"),
        Accept("4.3 takes empty ranges", List, static it => it.Parameter("from") is { } from && from == it.Parameter("to"), "platform/ws-4.3/empty-range"),
        Accept("4.3 takes dates", List, static it => it.Parameter("from") == "2020-01-01", "platform/ws-4.3/date-without-time"),
        Accept("4.3 takes half a pair", List, static it => it.Parameter("lastDealFrom") is not null, "platform/ws-4.3/one-of-a-pair"),
        Accept("4.3 knows every group", List, static it => it.ErrorCode == "TRADER_GROUP_NOT_FOUND", "platform/ws-4.3/unknown-group"),
        Json("4.3 never has more", List, static body => body["hasMore"] = false, "platform/ws-4.3/pages"),

        Success("4.12 calls a column otherwise", Open, static it => it.Text = it.Text.Replace("usedMargin", "margin", StringComparison.Ordinal), "platform/ws-4.12/columns"),
        Success("4.13 calls a column otherwise", Closed, static it => it.Text = it.Text.Replace(",pnl,", ",profit,", StringComparison.Ordinal), "platform/ws-4.13/columns"),
        Csv("4.12 is JSON by default", null, "platform/ws-4.12/csv-without-accept"),
        Csv("4.12 is JSON for everything", "*/*", "platform/ws-4.12/csv-any"),
        Csv("4.12 is JSON for CSV", "text/csv", "platform/ws-4.12/csv-csv"),
        Csv("4.12 is JSON for XML", "application/xml", "platform/ws-4.12/csv-xml"),
        Success("4.12 wraps its list", Open, static it => { if (it.Text.StartsWith('[')) { it.Text = $$"""{"position":{{it.Text}}}"""; } }, "platform/ws-4.12/json"),
        Success("4.13 knows one day", Closed, static it => { if (it.Parameter("to") == "2020-01-03T00:00:00.000") { it.Answer(400, "{}"); } }, "platform/ws-4.13/two-days"),
        Accept("4.13 knows three days", Closed, static it => it.Parameter("to") == "2020-01-03T00:00:00.001", "platform/ws-4.13/more-than-two-days"),
        Accept("4.13 does without from", Closed, static it => it.Parameter("from") is null, "platform/ws-4.13/missing-from"),
        Accept("4.13 does without to", Closed, static it => it.Parameter("to") is null, "platform/ws-4.13/missing-to"),
        Accept("4.12 knows every account", Open, static it => it.Parameter("login") == "1", "platform/ws-4.12/unknown-trader"),
        Accept("4.12 takes words for numbers", Open, static it => it.Parameter("login") == "abc", "platform/ws-4.12/no-number"),

        Json("4.17 answers with more", Update, static body => body["items"] = 1, "platform/ws-4.17/answer"),
        Success("4.14 has no times", Attributes, static it => it.Text = it.Text.Replace("lastUpdateTimestamp", "at", StringComparison.Ordinal), "platform/ws-4.14/listed", "platform/ws-4.14/updated-from"),
        Success("4.17 keeps the first value", Attributes, static it => it.Text = it.Text.Replace("\"value\":\"3\"", "\"value\":\"1\"", StringComparison.Ordinal), "platform/ws-4.17/replaced"),
        Success("4.14 lists accounts without attributes", Attributes, static it => { if (it.Text.StartsWith("{\"items\":[]", StringComparison.Ordinal) && it.Request.Count == 1) { it.Answer(200, """{"items":[{"id":1,"attributes":[]}]}"""); } }, "platform/ws-4.14/nothing"),
        Success("4.14 wants whole names", Attributes, static it => { if (it.Text("name") == "aBe") { it.Answer(200, """{"items":[]}"""); } }, "platform/ws-4.14/by-name"),
        Mishear("4.14 begins after updatedFrom", Attributes, "updatedFrom", static _ => true, static from => (long)from! + 1, "platform/ws-4.14/updated-from"),
        Success("4.14 has one page", Attributes, static it => it.Json(static body => body.Remove("nextCursor")), "platform/ws-4.14/pages"),
        Around("4.20 deletes all", Delete, static it => it.GoOnWithAsync("names", null), "platform/ws-4.20/by-name"),
        Pretend("4.20 deletes nothing without names", Delete, static it => !it.Request.ContainsKey("names"), 200, "{}", "platform/ws-4.20/all"),
        Accept("4.17 takes null", Update, static it => it.RequestText.Contains("\"value\":null", StringComparison.Ordinal), "platform/ws-4.17/null-value"),
        Accept("4.17 takes long names", Update, static it => it.RequestText.Contains(new string('n', 65), StringComparison.Ordinal), "platform/ws-4.17/long-name"),
        Accept("4.17 takes long values", Update, static it => it.RequestText.Contains(new string('v', 513), StringComparison.Ordinal), "platform/ws-4.17/long-value"),
        Accept("4.14 takes large pages", Attributes, static it => it.Text("pageSize") == "10001", "platform/ws-4.14/page-too-large"),
        Accept("4.14 pages ids", Attributes, static it => it.Text("pageSize") == "5", "platform/ws-4.14/page-with-ids"),
        Accept("4.15 does without ids", "POST /v2/webserv/attributes/tradergroups/list", static _ => true, "platform/ws-4.15/no-ids"),
        Accept("4.14 knows nobody", Attributes, static it => it.ErrorCode == "NOT_ENOUGH_RIGHTS", "platform/ws-4.14/nobody-left"),
        Accept("4.16 shows every manager", "POST /v2/webserv/attributes/managers/list", static _ => true, "platform/ws-4.16/another-manager"),
    ];

    private static Mutation Shifted(string name, string parameter, int milliseconds, params string[] fails) => Around(name, List, it =>
    {
        if (it.Parameter(parameter) is { Length: 23 } text && DateTimeOffset.TryParse(text + "Z", System.Globalization.CultureInfo.InvariantCulture, out var time) && time.Year > 2020)
        {
            var later = time.AddMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);
            var old = Uri.EscapeDataString(text);
            it.Query = it.Query.Replace($"{parameter}={old}", $"{parameter}={Uri.EscapeDataString(later)}", StringComparison.Ordinal).Replace($"{parameter}={text}", $"{parameter}={later}", StringComparison.Ordinal);
        }

        return it.GoOnAsync();
    }, fails);

    private static Mutation Csv(string name, string? accept, params string[] fails) => Success(name, Open, it =>
    {
        if ((accept is null && !it.Http.Request.Headers.ContainsKey("Accept")) || (accept is not null && it.Http.Request.Headers.Accept == accept && it.Query.StartsWith("?token", StringComparison.Ordinal)))
        {
            it.Http.Response.ContentType = "application/json";
        }
    }, fails);
}
