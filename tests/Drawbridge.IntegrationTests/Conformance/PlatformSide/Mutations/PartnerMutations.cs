using System.Text.Json.Nodes;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>Calls 3.6 to 3.9.</summary>
internal static class PartnerMutations
{
    private const string Set = "PUT /cid/oauth2/ctid/referral";
    private const string Get = "GET /cid/oauth2/ctid/referral";
    private const string Delete = "DELETE /cid/oauth2/ctid/referral";
    private const string Controls = "PUT /cid/oauth2/ctid/inAppControls";
    private const string Session = "GET /app/api/sessions/*";

    public static IEnumerable<Mutation> All { get; } =
    [
        Success("3.6 answers 201", Set, static it => it.Status = 201, "platform/3.6/of-a-user"),
        Refuse("3.6 wants a user", Set, static it => !it.Request.ContainsKey("userId"), "platform/3.6/of-an-account"),
        Json("3.6 leaves the account out", Set, static body => body.Remove("ctidTraderAccountId"), "platform/3.6/answer"),
        Json("3.7 changes letters", Get, static body => body["partnerId"] = body["partnerId"]?.ToString().ToLowerInvariant(), "platform/3.7/of-a-user", "platform/3.7/long-identifier"),
        Json("3.7 leaves the account out", Get, static body => body.Remove("ctidTraderAccountId"), "platform/3.7/of-an-account"),
        Json("3.7 cuts identifiers", Get, static body => body["partnerId"] = body["partnerId"]?.ToString() is { Length: > 64 } text ? text[..64] : body["partnerId"]?.ToString(), "platform/3.7/long-identifier"),
        Success("3.7 answers nothing with 404", Get, static it => { if (it.Text.Length == 0 && it.Query.Contains("conform_crm", StringComparison.Ordinal)) { it.Answer(404, "{}"); } }, "platform/3.7/nothing"),
        Mishear("3.6 keeps the first", Set, "partnerId", static id => id?.ToString() == "second", static _ => "first", "platform/3.6/replaced"),
        Success("3.8 answers 204", Delete, static it => it.Status = 204, "platform/3.8/answer", "platform/3.8/nothing-there"),
        Pretend("3.8 does nothing to users", Delete, static it => it.Parameter("userId") is { } user && user != "1" && it.Parameter("ctidTraderAccountId") is null, 200, "", "platform/3.8/gone"),
        NothingThere("3.8 wants a record", "platform/3.8/nothing-there"),
        Json("3.8 takes the account's record along", Get, static body => { if (body["partnerId"]?.ToString() == "of account") { body["partnerId"] = "gone"; } }, "platform/3.8/account-stays"),
        Around("3.8 takes the user's record", Delete, static it =>
        {
            it.Query = it.Parameter("userId") is null ? it.Query : Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(it.Query).Where(static pair => pair.Key != "ctidTraderAccountId").ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value.ToString()));
            return it.GoOnAsync();
        }, "platform/3.8/user-stays"),
        Accept("3.6 takes an identifier for nobody", Set, static it => !it.Request.ContainsKey("userId") && !it.Request.ContainsKey("ctidTraderAccountId"), "platform/3.6/neither-id"),
        .. Keys("3.6", Set, "partnerId", "brokerCrmName"),
        Accept("3.6 knows everybody", Set, static it => it.Text("userId") == "1", "platform/3.6/unknown-user"),
        Accept("3.6 knows every account", Set, static it => it.Text("ctidTraderAccountId") == "1", "platform/3.6/unknown-account"),
        Accept("3.6 asks not whose account it is", Set, static it => it.Request.ContainsKey("userId") && it.ErrorCode == "CH_ACCOUNT_NOT_FOUND", "platform/3.6/account-of-another-user"),
        Accept("3.7 does without a CRM", Get, static it => it.Parameter("brokerCrmName") is null, "platform/3.7/missing-broker-crm-name"),
        Accept("3.7 reads of nobody", Get, static it => it.Parameter("userId") is null && it.Parameter("ctidTraderAccountId") is null, "platform/3.7/neither-id"),
        Accept("3.8 does without a user", Delete, static it => it.Parameter("userId") is null, "platform/3.8/missing-user-id"),
        Accept("3.8 knows everybody", Delete, static it => it.Parameter("userId") == "1", "platform/3.8/unknown-user"),
        Success("3.7 shows every CRM everything", Get, static it => { if (it.Query.Contains("other_crm", StringComparison.Ordinal)) { it.Answer(200, """{"partnerId":"p1"}"""); } }, "platform/3.7/another-crm"),

        Success("3.9 answers 200", Controls, static it => { if (First(it) is not null) { it.Status = 200; } }, "platform/3.9/accepted"),
        Refuse("3.9 wants ribbons", Controls, static it => it.Request["rules"] is JsonObject { Count: 0 }, "platform/3.9/empty-rules", "platform/3.9/cleared"),
        Refuse("3.9 takes fifty ribbons", Controls, static it => it.Request["rules"]?["ribbons"]?.AsArray().Count > 50, "platform/3.9/many"),
        Refuse("3.9 knows the newest form only", Controls, static it => !it.Request.ContainsKey("userId"), "platform/3.9/user-in-the-rules"),
        Refuse("3.9 knows no external address", Controls, static it => First(it)?["action"]?["urlExternal"] is not null, "platform/3.9/external-address"),
        Refuse("3.9 takes numbers only", Controls, static it => First(it)?["ctidTraderAccountId"] is JsonValue value && value.TryGetValue<string>(out _), "platform/3.9/account-as-text"),
        Refuse("3.9 takes texts only", Controls, static it => First(it)?["ctidTraderAccountId"] is JsonValue value && value.TryGetValue<long>(out _), "platform/3.9/account-as-number"),
        Accept("3.9 takes two users", Controls, static it => it.Request.ContainsKey("userId") && it.Request["rules"]?["userId"] is not null, "platform/3.9/two-users"),
        Accept("3.9 knows red", Controls, static it => First(it)?["color"]?.ToString() == "red", "platform/3.9/color-by-name"),
        Accept("3.9 knows short colours", Controls, static it => First(it)?["color"]?.ToString() == "#f3e", "platform/3.9/short-color"),
        .. new[] { "color", "title", "enabled", "closable", "action" }.Select(static key => Accept($"3.9 does without {key}", Controls, it => First(it) is { } first && !first.ContainsKey(key), $"platform/3.9/missing-{key}")),
        Accept("3.9 takes both addresses", Controls, static it => First(it)?["action"] is JsonObject { Count: 2 }, "platform/3.9/both-addresses"),
        Accept("3.9 takes texts for booleans", Controls, static it => First(it)?["enabled"]?.ToJsonString() == "\"true\"", "platform/3.9/enabled-as-text"),
        Accept("3.9 does without rules", Controls, static it => !it.Request.ContainsKey("rules"), "platform/3.9/missing-rules"),
        Accept("3.9 does without a user", Controls, static it => !it.Request.ContainsKey("userId"), "platform/3.9/missing-user-id"),
        Accept("3.9 does without a CRM", Controls, static it => !it.Request.ContainsKey("brokerCrmName"), "platform/3.9/missing-broker-crm-name"),
        Accept("3.9 knows everybody", Controls, static it => it.ErrorCode == "CH_USER_NOT_FOUND", "platform/3.9/unknown-user"),
        Accept("3.9 knows every account", Controls, static it => it.ErrorCode == "CH_ACCOUNT_NOT_FOUND", "platform/3.9/unknown-account"),
        Accept("3.9 knows every CRM", Controls, static it => it.Text("brokerCrmName").Starts("crm-"), "platform/3.9/unknown-crm"),
        Accept("3.9 takes ribbons under handoff", Controls, static it => it.Text("brokerCrmName") == "handoff_crm", "platform/3.9/handoff"),
        Titles("3.9 shows half of a set", ["second", "third"], ["second"], "platform/3.9/shown"),
        Pretend("3.9 clears nothing", Controls, static it => it.Request["rules"] is JsonObject { Count: 0 }, 201, "", "platform/3.9/cleared"),
        Titles("3.9 shows what is not enabled", ["seen"], ["hidden", "seen"], "platform/3.9/disabled"),
        Titles("3.9 keeps half of a set that it refuses", ["before"], ["good"], "platform/3.9/refused-set"),
        Titles("3.9 shows an account more than its own", ["account"], ["account", "broker"], "platform/3.9/by-account"),
        Titles("3.9 passes over the broker", ["broker"], ["crm"], "platform/3.9/by-broker"),
        Titles("3.9 passes over the CRM", ["crm"], [], "platform/3.9/by-crm"),
    ];

    private static JsonObject? First(SpoiltCall it) => (it.Request["rules"]?["ribbons"] as JsonArray)?.FirstOrDefault() as JsonObject;

    private static Mutation Titles(string name, string[] right, string[] wrong, params string[] fails) => Json(name, Session, body =>
    {
        if ((body["ribbons"] as JsonArray)?.Select(static ribbon => ribbon?["title"]?.ToString()).SequenceEqual(right) == true)
        {
            body["ribbons"] = new JsonArray([.. wrong.Select(static title => new JsonObject { ["title"] = title })]);
        }
    }, fails);

    private static Mutation NothingThere(string name, params string[] fails)
    {
        var known = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return Success(name, "* /cid/oauth2/ctid/referral", it =>
        {
            if (it.Method == "PUT")
            {
                foreach (var owner in new[] { it.Text("userId"), it.Text("ctidTraderAccountId") }.OfType<string>())
                {
                    known[owner] = true;
                }
            }
            else if (it.Method == "DELETE" && !new[] { it.Parameter("userId"), it.Parameter("ctidTraderAccountId") }.OfType<string>().Any(known.ContainsKey))
            {
                it.Answer(404, "{}");
            }
        }, fails);
    }
}
