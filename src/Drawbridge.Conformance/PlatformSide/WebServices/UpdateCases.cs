using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.WebServices;

/// <summary>Calls WebServices 4.5.1 and 4.5.2.</summary>
internal static class UpdateCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-4.5.1/answer",
            Must("WS-35"),
            "Call 4.5.1 answers 204 without a body",
            "Replace the account's data and answer 204.",
            static async calls => (await PutAsync(calls, await NewAsync(calls))).MustHaveStatus(204).MustBeEmpty()).And(Must("WS-17")),
        After("ws-4.5.1/texts-reset", Must("WS-60"), "Call 4.5.1 takes away the texts that it leaves out", static trader => trader.MustHave("name", null).MustHave("description", null)),
        After("ws-4.5.1/rights-reset", Must("WS-60").Inferred, "Call 4.5.1 sets access rights to FULL_ACCESS when it leaves them out", static trader => trader.MustHave("accessRights", "FULL_ACCESS")),
        After("ws-4.5.1/flags-reset", Must("WS-60").Inferred, "Call 4.5.1 sets flags to false when it leaves them out", static trader => trader.MustHave("swapFree", false)),
        After("ws-4.5.1/contact-reset", Must("WS-60").Inferred, "Call 4.5.1 empties contactDetails when it leaves them out", static trader => trader.MustHave("contactDetails", new JsonObject())),
        After("ws-4.5.1/balance-stays", Must("WS-62"), "Call 4.5.1 leaves the balance", static trader => trader.MustHave("balance", 5000)),
        After("ws-4.5.1/currency-and-type-stay", Must("WS-62").Inferred, "Call 4.5.1 leaves currency and type of the account when it leaves them out", static trader => trader.MustHave("accountType", "NETTED")),
        After("ws-4.5.1/leverage", Must("WS-35"), "Call 4.5.1 sets what it names", static trader => trader.MustHave("leverageInCents", 2000)),
        Case(
            "ws-4.5.1/password-stays",
            Must("WS-62").Inferred,
            "Call 4.5.1 leaves the password when it leaves it out",
            "Change the password only when hashedPassword is there.",
            static async calls =>
            {
                var login = await NewAsync(calls);
                (await PutAsync(calls, login)).MustSucceed();
                (await PasswordCases.CheckAsync(calls, login, PlatformCalls.AccountPassword)).MustSucceed();
            }),
        Refusal("ws-4.5.1/missing-group-name", Must("WS-61").Inferred, "Call 4.5.1 without groupName", PlatformErrorCode.InvalidRequest, static async calls =>
            await calls.TraderCallAsync("replaces the account (4.5.1)", HttpMethod.Put, await NewAsync(calls), body: new JsonObject { ["leverageInCents"] = 2000 })),
        Refusal("ws-4.5.1/missing-leverage", Must("WS-61").Inferred, "Call 4.5.1 without leverageInCents", PlatformErrorCode.InvalidRequest, static async calls =>
            await calls.TraderCallAsync("replaces the account (4.5.1)", HttpMethod.Put, await NewAsync(calls), body: new JsonObject { ["groupName"] = await calls.GroupAsync() })),
        Refusal("ws-4.5.1/unknown-group", Must("ERR-30"), "An unknown groupName in call 4.5.1", PlatformErrorCode.TraderGroupNotFound, static async calls =>
            await calls.TraderCallAsync("replaces the account (4.5.1)", HttpMethod.Put, await NewAsync(calls), body: new JsonObject { ["groupName"] = PlatformCalls.NewWord("group"), ["leverageInCents"] = 2000 })),
        Case(
            "ws-4.5.2/answer",
            Must("WS-36"),
            "Call 4.5.2 answers 204 without a body",
            "Change what is named and answer 204.",
            static async calls => (await PatchAsync(calls, await NewAsync(calls), new JsonObject { ["name"] = "Eve" })).MustHaveStatus(204).MustBeEmpty()).And(Must("WS-17")),
        Case(
            "ws-4.5.2/changed",
            Must("WS-64"),
            "Call 4.5.2 changes what it names",
            "Take every key of WS-64.",
            static async calls =>
            {
                var login = await NewAsync(calls);
                JsonObject body = new() { ["accessRights"] = "CLOSE_ONLY", ["name"] = "Eve", ["leverageInCents"] = 300, ["swapFree"] = false, ["maxLeverage"] = 400 };
                (await PatchAsync(calls, login, (JsonObject)body.DeepClone())).MustSucceed();
                var trader = await calls.TraderOfAsync(login);
                foreach (var (key, value) in body)
                {
                    trader.MustHave(key, value);
                }
            }).And(Should("WS-72")),
        Case(
            "ws-4.5.2/rest-stays",
            Must("WS-64"),
            "Call 4.5.2 leaves what it does not name",
            "Leave keys that are left out as they are.",
            static async calls =>
            {
                var login = await NewAsync(calls);
                (await PatchAsync(calls, login, new JsonObject { ["name"] = "Eve" })).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("description", "order 7").MustHave("accessRights", "NO_TRADING").MustHave("swapFree", true);
            }),
        Case(
            "ws-4.5.2/contact-merged",
            Must("WS-65").Inferred,
            "Call 4.5.2 changes single members of contactDetails",
            "Merge contactDetails member by member.",
            static async calls =>
            {
                var login = await NewAsync(calls);
                (await PatchAsync(calls, login, new JsonObject { ["contactDetails"] = new JsonObject { ["introducingBroker2"] = "ib2" } })).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("contactDetails", new JsonObject { ["city"] = "Limassol", ["introducingBroker1"] = "ib1", ["introducingBroker2"] = "ib2" });
            }).And(Should("WS-73")),
        Case(
            "ws-4.5.2/balance-stays",
            Must("WS-62"),
            "Call 4.5.2 does not change the balance",
            "Ignore balance: money moves by calls 3.5 and 4.10 only.",
            static async calls =>
            {
                var login = await NewAsync(calls);
                (await PatchAsync(calls, login, new JsonObject { ["name"] = "Eve", ["balance"] = 999999 })).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("balance", 5000);
            }).And(Must("WS-65")),
        Refusal("ws-4.5.2/unknown-rights", Must("ERR-22"), "Unknown accessRights in call 4.5.2", PlatformErrorCode.InvalidRequest, static async calls => await PatchAsync(calls, await NewAsync(calls), new JsonObject { ["accessRights"] = "ALL" })),
        Refusal("ws-4.5.2/unknown-group", Must("ERR-30"), "An unknown groupName in call 4.5.2", PlatformErrorCode.TraderGroupNotFound, static async calls => await PatchAsync(calls, await NewAsync(calls), new JsonObject { ["groupName"] = PlatformCalls.NewWord("group") })),
        Refusal("ws-4.5.2/unknown-trader", Must("ERR-26"), "Changing an unknown account", PlatformErrorCode.TraderNotFound, static calls => PatchAsync(calls, 1, new JsonObject { ["name"] = "Eve" })),
    ];

    private static Task<long> NewAsync(PlatformCalls calls) => calls.NewTraderAsync(static body =>
    {
        body["balance"] = 5000;
        body["accessRights"] = "NO_TRADING";
        body["accountType"] = "NETTED";
        body["name"] = "Ann";
        body["description"] = "order 7";
        body["swapFree"] = true;
        body["contactDetails"] = new JsonObject { ["city"] = "Limassol", ["introducingBroker1"] = "ib1" };
    });

    private static async Task<Answer> PutAsync(PlatformCalls calls, long login) => await calls.TraderCallAsync(
        "replaces the account (4.5.1)", HttpMethod.Put, login, body: new JsonObject { ["groupName"] = await calls.GroupAsync(), ["leverageInCents"] = 2000, ["balance"] = 1 });

    private static Task<Answer> PatchAsync(PlatformCalls calls, long login, JsonObject body) => calls.TraderCallAsync("changes the account (4.5.2)", HttpMethod.Patch, login, body: body);

    private static ConformanceCase After(string id, Requirement requirement, string title, Action<JsonObject> look) => Case(
        id,
        requirement,
        title,
        "Replace everything by what the body says, keys left out by their defaults; balance, currency, type and password are no part of it.",
        async calls =>
        {
            var login = await NewAsync(calls);
            (await PutAsync(calls, login)).MustSucceed();
            look(await calls.TraderOfAsync(login));
        });
}
