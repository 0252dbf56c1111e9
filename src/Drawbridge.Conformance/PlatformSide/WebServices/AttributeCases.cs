using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.WebServices;

/// <summary>Calls WebServices 4.14 to 4.22.</summary>
internal static class AttributeCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-4.17/answer",
            Must("WS-94"),
            "Updating attributes answers 200 with {}",
            "Keep the attributes and answer 200 with {}.",
            static async calls =>
            {
                var body = (await SetAsync(calls, await calls.NewTraderAsync(), ("label", "VIP"))).MustHaveStatus(200).MustBeObject();
                Check.That(body.Count == 0, "{}", "something else");
            }).And(Must("WS-90")),
        Case(
            "ws-4.14/listed",
            Must("WS-93"),
            "Attributes that were set are listed with the time of their last update",
            "Answer {\"items\":[{\"id\":…,\"attributes\":[{\"name\":…,\"value\":…}],\"lastUpdateTimestamp\":…}]}.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await SetAsync(calls, login, ("label", "VIP ü"))).MustSucceed();
                var item = await OneAsync(calls, login);
                item.MustHave("attributes", new JsonArray(new JsonObject { ["name"] = "label", ["value"] = "VIP ü" }));
                item.MustHaveNumber("lastUpdateTimestamp");
            }).And(Must("WS-91"), Must("WS-90")),
        Case(
            "ws-4.17/replaced",
            Must("WS-94"),
            "Updating an attribute replaces its value and leaves the others",
            "Insert or replace by name.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await SetAsync(calls, login, ("a", "1"), ("b", "2"))).MustSucceed();
                (await SetAsync(calls, login, ("a", "3"))).MustSucceed();
                var attributes = (await OneAsync(calls, login)).MustHaveList("attributes").ToDictionary(static one => one.Text("name") ?? "", static one => one.Text("value"));
                Check.That(attributes.Count == 2 && attributes.GetValueOrDefault("a") == "3" && attributes.GetValueOrDefault("b") == "2", "a = 3 and b = 2", string.Join(", ", attributes.Select(static one => $"{one.Key} = {one.Value}")));
            }),
        Case(
            "ws-4.14/nothing",
            Must("WS-93"),
            "An account without attributes is left out",
            "Leave entities without attributes out; the list may be empty.",
            static async calls =>
            {
                var items = (await ListAsync(calls, Ids(await calls.NewTraderAsync()))).MustSucceed().MustBeObject().MustHaveList("items");
                Check.That(items.Count == 0, "no item", $"{items.Count}");
            }),
        Case(
            "ws-4.14/by-name",
            Must("WS-91"),
            "Attributes are found by a part of their name in any letters",
            "Take name as a part of the attribute's name, without regard to capital letters.",
            static async calls =>
            {
                var (one, two) = (await calls.NewTraderAsync(), await calls.NewTraderAsync());
                (await SetAsync(calls, one, ("Label", "1"))).MustSucceed();
                (await SetAsync(calls, two, ("other", "1"))).MustSucceed();
                var body = Ids(one, two);
                body["name"] = "aBe";
                var found = (await ListAsync(calls, body)).MustSucceed().MustBeObject().MustHaveList("items").Select(static item => item.MustHaveNumber("id")).ToList();
                Check.That(found.SequenceEqual([one]), "the account with Label", $"{found.Count} accounts");
            }),
        Case(
            "ws-4.14/updated-from",
            Must("WS-91"),
            "Attributes can be asked for since a time, which belongs to it",
            "Take updatedFrom ≤ lastUpdateTimestamp.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await SetAsync(calls, login, ("a", "1"))).MustSucceed();
                var at = (await OneAsync(calls, login)).MustHaveNumber("lastUpdateTimestamp");
                var (since, after) = (Ids(login), Ids(login));
                (since["updatedFrom"], after["updatedFrom"]) = (at, at + 1);
                Check.That((await ListAsync(calls, since)).MustSucceed().MustBeObject().MustHaveList("items").Count == 1, "the account since the time of its update", "none");
                Check.That((await ListAsync(calls, after)).MustSucceed().MustBeObject().MustHaveList("items").Count == 0, "none after that time", "one");
            }),
        Case(
            "ws-4.14/pages",
            Must("WS-91"),
            "Attributes of all accounts come page by page",
            "Write nextCursor while more follow, and go on from cursor.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                var other = await calls.NewTraderAsync();
                var name = PlatformCalls.NewWord("page");
                (await SetAsync(calls, login, (name, "1"))).MustSucceed();
                (await SetAsync(calls, other, (name, "1"))).MustSucceed();
                var first = (await ListAsync(calls, new JsonObject { ["name"] = name, ["pageSize"] = 1 })).MustSucceed().MustBeObject();
                var second = (await ListAsync(calls, new JsonObject { ["name"] = name, ["pageSize"] = 1, ["cursor"] = first.MustHaveNumber("nextCursor") })).MustSucceed().MustBeObject();
                var seen = first.MustHaveList("items").Concat(second.MustHaveList("items")).Select(static item => item.MustHaveNumber("id")).Order().ToList();
                Check.That(seen.SequenceEqual([login, other]), "both accounts, one on each page", $"{seen.Count} items");
            }).And(Must("WS-93")),
        Case(
            "ws-4.20/by-name",
            Must("WS-96"),
            "Deleting names leaves the other attributes",
            "Delete the named attributes only.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await SetAsync(calls, login, ("a", "1"), ("b", "2"))).MustSucceed();
                var body = Ids(login);
                body["names"] = new JsonArray("a");
                (await DeleteAsync(calls, body)).MustSucceed();
                (await OneAsync(calls, login)).MustHave("attributes", new JsonArray(new JsonObject { ["name"] = "b", ["value"] = "2" }));
            }),
        Case(
            "ws-4.20/all",
            Must("WS-96"),
            "Deleting without names deletes all attributes",
            "Take an absent or empty names for all.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await SetAsync(calls, login, ("a", "1"), ("b", "2"))).MustSucceed();
                (await DeleteAsync(calls, Ids(login))).MustSucceed();
                Check.That((await ListAsync(calls, Ids(login))).MustSucceed().MustBeObject().MustHaveList("items").Count == 0, "no attributes", "some");
            }),
        Refusal("ws-4.17/null-value", Must("WS-95").Inferred, "An attribute with the value null", PlatformErrorCode.InvalidRequest, static async calls => await SetAsync(calls, await calls.NewTraderAsync(), ("a", null))),
        Refusal("ws-4.17/long-name", Must("WS-99").Inferred, "An attribute with a name of 65 characters", PlatformErrorCode.InvalidRequest, static async calls => await SetAsync(calls, await calls.NewTraderAsync(), (new string('n', 65), "1"))).And(Must("WS-94")),
        Refusal("ws-4.17/long-value", Must("WS-99").Inferred, "An attribute with a value of 513 characters", PlatformErrorCode.InvalidRequest, static async calls => await SetAsync(calls, await calls.NewTraderAsync(), ("a", new string('v', 513)))),
        Refusal("ws-4.14/page-too-large", Must("WS-99").Inferred, "A page of 10,001 accounts", PlatformErrorCode.InvalidRequest, static calls => ListAsync(calls, new JsonObject { ["pageSize"] = 10001 })),
        Refusal("ws-4.14/page-with-ids", Must("WS-91").Inferred, "A page size beside ids", PlatformErrorCode.InvalidRequest, static calls => ListAsync(calls, new JsonObject { ["ids"] = new JsonArray(1), ["pageSize"] = 5 })),
        Refusal("ws-4.15/no-ids", Must("WS-92").Inferred, "Attributes of groups without ids", PlatformErrorCode.InvalidRequest, static calls =>
            calls.SendAsync("lists attributes of groups (4.15)", calls.Request(HttpMethod.Post, PlatformPaths.Attributes("tradergroups", "list"), new JsonObject()))),
        Refusal("ws-4.14/nobody-left", Must("WS-97").Inferred, "Attributes of accounts that do not exist", PlatformErrorCode.NotEnoughRights, static calls => ListAsync(calls, Ids(1))),
        Refusal("ws-4.16/another-manager", Must("WS-98"), "Attributes of another manager for a regular one", PlatformErrorCode.NotEnoughRights, static calls =>
            calls.Limited.SendAsync("lists attributes of another manager (4.16)", calls.Request(HttpMethod.Post, PlatformPaths.Attributes("managers", "list"), Ids(calls.Target.ManagerLogin)))).Needing(Capability.LimitedManager),
    ];

    private static JsonObject Ids(params long[] ids) => new() { ["ids"] = new JsonArray([.. ids.Select(static id => (JsonNode)id)]) };

    private static Task<Answer> SetAsync(PlatformCalls calls, long login, params (string Name, string? Value)[] pairs) => calls.SendAsync(
        "updates attributes (4.17)",
        calls.Request(HttpMethod.Post, PlatformPaths.Attributes("traders", "update"), new JsonObject
        {
            ["items"] = new JsonArray(new JsonObject
            {
                ["id"] = login, ["attributes"] = new JsonArray([.. pairs.Select(static pair => new JsonObject { ["name"] = pair.Name, ["value"] = pair.Value })]),
            }),
        }));

    private static Task<Answer> ListAsync(PlatformCalls calls, JsonObject body) => calls.SendAsync("lists attributes (4.14)", calls.Request(HttpMethod.Post, PlatformPaths.Attributes("traders", "list"), body));

    private static Task<Answer> DeleteAsync(PlatformCalls calls, JsonObject body) => calls.SendAsync("deletes attributes (4.20)", calls.Request(HttpMethod.Post, PlatformPaths.Attributes("traders", "delete"), body));

    private static async Task<JsonObject> OneAsync(PlatformCalls calls, long login)
    {
        var items = (await ListAsync(calls, Ids(login))).MustSucceed().MustBeObject().MustHaveList("items");
        Check.That(items.Count == 1, "one item", $"{items.Count}");
        return items[0];
    }
}
