using System.Text.Json.Nodes;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>WebServices 4.2 to 4.9, 4.11, 6.1, 6.2.</summary>
internal static class WebServiceMutations
{
    private const string Sub = "GET /v2/webserv/traders/*/subaccounts";
    private const string Delete = "DELETE /v2/webserv/traders/*";
    private const string Put = "PUT /v2/webserv/traders/*";
    private const string Patch = "PATCH /v2/webserv/traders/*";
    private const string Change = "POST /v2/webserv/traders/*/changepassword";
    private const string Check = "POST /v2/webserv/traders/*/checkpassword";

    public static IEnumerable<Mutation> All { get; } =
    [
        Json("4.2 forgets names", Read, static body => body.Remove("name"), "platform/ws-4.2/as-created"),
        Accept("4.2 knows every account", Read, static it => it.Path.EndsWith("/1", StringComparison.Ordinal), "platform/ws-4.2/unknown-trader"),
        Accept("4.2 takes words for numbers", Read, static it => it.Path.EndsWith("/abc", StringComparison.Ordinal), "platform/ws-4.2/no-number"),
        Json("4.4 has another shape", Sub, static body => body["subAccountLogins"] = new JsonArray(), "platform/ws-4.4/shape"),
        Accept("4.4 knows every account", Sub, static _ => true, "platform/ws-4.4/unknown-trader"),
        Success("4.6 answers 200", Delete, static it => it.Status = 200, "platform/ws-4.6/answer"),
        Accept("4.2 shows what is deleted", Read, static it => it.ErrorCode == "TRADER_NOT_FOUND", "platform/ws-4.6/gone"),
        Accept("3.5 pays into what is deleted", Balance, static it => it.ErrorCode == "TRADER_NOT_FOUND", "platform/ws-4.6/money-for-a-deleted-account"),
        Accept("4.6 deletes what is not there", Delete, static it => it.Path.EndsWith("/1", StringComparison.Ordinal), "platform/ws-4.6/unknown-trader"),
        Success("4.11 leaves ids out", Groups, static it => it.Text = it.Text.Replace("\"id\"", "\"number\"", StringComparison.Ordinal), "platform/ws-4.11/groups"),
        Success("6.1 leaves flags out", "GET /v2/webserv/symbols", static it => it.Text = it.Text.Replace("\"showInCtrader\"", "\"shown\"", StringComparison.Ordinal), "platform/ws-6.1/symbols"),
        Success("6.2 knows no euro", "GET /v2/webserv/depositAssets", static it => it.Text = it.Text.Replace("EUR", "EUX", StringComparison.Ordinal), "platform/ws-6.2/assets"),

        Success("4.5.1 answers 200", Put, static it => it.Answer(200, "{}"), "platform/ws-4.5.1/answer"),
        AfterPut("4.5.1 keeps names", static body => body["name"] = "Ann", "platform/ws-4.5.1/texts-reset"),
        AfterPut("4.5.1 keeps rights", static body => body["accessRights"] = "NO_TRADING", "platform/ws-4.5.1/rights-reset"),
        AfterPut("4.5.1 keeps flags", static body => body["swapFree"] = true, "platform/ws-4.5.1/flags-reset"),
        AfterPut("4.5.1 keeps contact details", static body => body["contactDetails"] = new JsonObject { ["city"] = "Limassol" }, "platform/ws-4.5.1/contact-reset"),
        AfterPut("4.5.1 sets the balance", static body => body["balance"] = 1, "platform/ws-4.5.1/balance-stays"),
        AfterPut("4.5.1 resets the type", static body => body["accountType"] = "HEDGED", "platform/ws-4.5.1/currency-and-type-stay"),
        AfterPut("4.5.1 keeps leverage", static body => body["leverageInCents"] = 10000, "platform/ws-4.5.1/leverage"),
        Refuse("4.5.1 resets the password", Check, static _ => true, "platform/ws-4.5.1/password-stays"),
        Accept("4.5.1 does without a group", Put, static it => !it.Request.ContainsKey("groupName"), "platform/ws-4.5.1/missing-group-name"),
        Accept("4.5.1 does without leverage", Put, static it => !it.Request.ContainsKey("leverageInCents"), "platform/ws-4.5.1/missing-leverage"),
        Accept("4.5.1 knows every group", Put, static it => it.Text("groupName").Starts("group-"), "platform/ws-4.5.1/unknown-group"),
        Success("4.5.2 answers 200", Patch, static it => it.Answer(200, "{}"), "platform/ws-4.5.2/answer"),
        Mishear("4.5.2 misses leverage", Patch, "leverageInCents", static _ => true, static _ => 100, "platform/ws-4.5.2/changed"),
        AfterPatch("4.5.2 resets the rest", static body => body["description"] = "", "platform/ws-4.5.2/rest-stays"),
        AfterPatch("4.5.2 replaces contact details", static body => (body["contactDetails"] as JsonObject)?.Remove("introducingBroker1"), "platform/ws-4.5.2/contact-merged"),
        AfterPatch("4.5.2 sets the balance", static body => body["balance"] = 999999, "platform/ws-4.5.2/balance-stays"),
        Accept("4.5.2 knows all rights", Patch, static it => it.Text("accessRights") == "ALL", "platform/ws-4.5.2/unknown-rights"),
        Accept("4.5.2 knows every group", Patch, static it => it.Text("groupName").Starts("group-"), "platform/ws-4.5.2/unknown-group"),
        Accept("4.5.2 knows every account", Patch, static it => it.ErrorCode == "TRADER_NOT_FOUND", "platform/ws-4.5.2/unknown-trader"),

        Success("4.8 answers 200", Change, static it => it.Answer(200, "{}"), "platform/ws-4.8/answer"),
        Mishear("4.8 writes another password down", Change, "hashedPassword", static _ => true, static _ => "0f94e246908667af85916300c57f74b6", "platform/ws-4.8/new-password-counts"),
        Accept("4.9 takes the old password", Check, static it => it.ErrorCode == "WRONG_PASSWORD", "platform/ws-4.8/old-password-is-over"),
        Success("4.9 answers 200", Check, static it => it.Answer(200, "{}"), "platform/ws-4.9/right"),
        Accept("4.9 takes every password", Check, static it => it.ErrorCode == "WRONG_PASSWORD", "platform/ws-4.9/wrong"),
        Accept("4.9 knows every account", Check, static it => it.ErrorCode == "TRADER_NOT_FOUND", "platform/ws-4.9/unknown-trader"),
        Accept("4.8 does without a password", Change, static it => !it.Request.ContainsKey("hashedPassword"), "platform/ws-4.8/missing-hashed-password"),
        Accept("4.9 does without a password", Check, static it => !it.Request.ContainsKey("hashedPassword"), "platform/ws-4.9/missing-hashed-password"),
    ];

    private static Mutation AfterPut(string name, Action<JsonObject> change, params string[] fails) => After(name, "PUT", change, fails);

    private static Mutation AfterPatch(string name, Action<JsonObject> change, params string[] fails) => After(name, "PATCH", change, fails);

    /// <summary>Changes what is read of accounts that were updated before.</summary>
    private static Mutation After(string name, string method, Action<JsonObject> change, string[] fails)
    {
        var updated = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return Success(name, "*", it =>
        {
            if (it.Method == method)
            {
                updated[it.Path] = true;
            }
            else if (it.Method == "GET" && updated.ContainsKey(it.Path))
            {
                it.Json(change);
            }
        }, fails);
    }
}
