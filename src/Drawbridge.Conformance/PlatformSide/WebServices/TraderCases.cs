using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.WebServices;

/// <summary>Calls WebServices 4.2, 4.4, 4.6.</summary>
internal static class TraderCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-4.2/as-created",
            Must("WS-32"),
            "Call 4.2 answers 200 with the account as call 3.3 showed it",
            "Show the same account by reading as by creating.",
            static async calls =>
            {
                var created = (await calls.CreateTraderAsync(body => body["name"] = "Ann")).MustSucceed().MustBeObject();
                var read = (await calls.ReadAsync(created.MustHaveNumber("login"))).MustHaveStatus(200).MustBeObject();
                foreach (var key in new[] { "login", "groupName", "depositCurrency", "accessRights", "balance", "leverageInCents", "accountType", "name", "brokerName", "registrationTimestamp" })
                {
                    read.MustHave(key, created[key]);
                }
            }).And(Must("B2P-3.3-20"), Must("WS-70")),
        Refusal("ws-4.2/unknown-trader", Must("ERR-26"), "Reading an unknown account", PlatformErrorCode.TraderNotFound, static calls => calls.ReadAsync(1)),
        Refusal("ws-4.2/no-number", Must("ERR-22"), "Reading an account whose login is a word", PlatformErrorCode.InvalidRequest, static calls =>
            calls.SendAsync("reads an account named by a word", calls.Request(HttpMethod.Get, $"{PlatformPaths.Traders}/abc"))),
        Case(
            "ws-4.4/shape",
            Must("WS-59"),
            "Call 4.4 answers with the logins of sub-accounts and their sums",
            "Answer {\"subAccountLogins\":{\"login\":[…]},\"totalSubAccountsBalance\":…,\"totalSubAccountsEquity\":…}, also when there are none.",
            static async calls =>
            {
                var answer = (await calls.TraderCallAsync("lists sub-accounts (4.4)", HttpMethod.Get, await calls.NewTraderAsync(), "/subaccounts")).MustHaveStatus(200).MustBeObject();
                answer.MustHaveNumber("totalSubAccountsBalance");
                answer.MustHaveNumber("totalSubAccountsEquity");
                Check.That(answer["subAccountLogins"] is JsonObject logins && logins["login"] is JsonArray, "subAccountLogins with a list login", "another shape");
            }).And(Must("WS-34")),
        Refusal("ws-4.4/unknown-trader", Must("ERR-26"), "Sub-accounts of an unknown account", PlatformErrorCode.TraderNotFound, static calls => calls.TraderCallAsync("lists sub-accounts (4.4)", HttpMethod.Get, 1, "/subaccounts")),
        Case(
            "ws-4.6/answer",
            Must("WS-37"),
            "Call 4.6 answers 204 without a body",
            "Delete the account and answer 204.",
            static async calls => (await DeleteAsync(calls, await calls.NewTraderAsync())).MustHaveStatus(204).MustBeEmpty()).And(Must("WS-17")),
        Refusal("ws-4.6/gone", Must("WS-69").Inferred, "Reading an account that was deleted", PlatformErrorCode.TraderNotFound, static async calls =>
        {
            var login = await calls.NewTraderAsync();
            (await DeleteAsync(calls, login)).MustSucceed();
            return await calls.ReadAsync(login);
        }),
        Refusal("ws-4.6/money-for-a-deleted-account", Must("WS-69").Inferred, "A deposit to an account that was deleted", PlatformErrorCode.TraderNotFound, static async calls =>
        {
            var login = await calls.NewTraderAsync();
            (await DeleteAsync(calls, login)).MustSucceed();
            return await calls.ChangeBalanceAsync(login, 1);
        }),
        Refusal("ws-4.6/unknown-trader", Must("ERR-26"), "Deleting an unknown account", PlatformErrorCode.TraderNotFound, static calls => DeleteAsync(calls, 1)),
        Case(
            "ws-4.11/groups",
            Must("WS-42"),
            "Call 4.11 lists groups with id and name",
            "Answer {\"traderGroup\":[{\"id\":…,\"name\":\"…\"}]}.",
            static async calls =>
            {
                var groups = (await calls.GroupsAsync()).MustHaveStatus(200).MustBeObject().MustHaveList("traderGroup");
                Check.That(groups.Count > 0 && groups.All(static group => group["id"] is JsonValue && group.Text("name") is { Length: > 0 }), "groups, each with id and name", "something else");
            }),
        Case(
            "ws-6.1/symbols",
            Must("WS-45"),
            "Call 6.1 lists symbols with name, id, description, class, category and both flags",
            "Answer {\"symbol\":[…]}, each with name, id, description, assetClass, category, quotesEnabled and showInCtrader.",
            static async calls =>
            {
                var symbols = (await calls.SendAsync("lists symbols (6.1)", calls.Request(HttpMethod.Get, PlatformPaths.Symbols))).MustHaveStatus(200).MustBeObject().MustHaveList("symbol");
                string[] keys = ["name", "id", "description", "assetClass", "category", "quotesEnabled", "showInCtrader"];
                Check.That(symbols.Count > 0, "at least one symbol", "none");
                Check.That(symbols.All(symbol => keys.All(symbol.ContainsKey)), $"symbols with {string.Join(", ", keys)}", "some without one of them");
            }),
        Case(
            "ws-6.2/assets",
            Must("WS-46"),
            "Call 6.2 lists the deposit assets, the plan's currency among them",
            "Answer {\"depositAsset\":[\"EUR\",…]} with every currency that call 3.3 takes.",
            static async calls =>
            {
                var body = (await calls.SendAsync("lists deposit assets (6.2)", calls.Request(HttpMethod.Get, PlatformPaths.DepositAssets))).MustHaveStatus(200).MustBeObject();
                Check.That(
                    body["depositAsset"] is JsonArray assets && assets.Any(asset => asset is JsonValue value && value.TryGetValue<string>(out var name) && name == calls.Target.DepositCurrency),
                    $"a list depositAsset with {calls.Target.DepositCurrency}",
                    "none, or one without it");
            }),
    ];

    private static Task<Answer> DeleteAsync(PlatformCalls calls, long login) => calls.TraderCallAsync("deletes the account (4.6)", HttpMethod.Delete, login);
}
