using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Ribbons;

/// <summary>Call 3.9 as its caller sees it.</summary>
internal static class ControlCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.9/accepted",
            Must("B2P-3.9-13"),
            "Call 3.9 answers 201",
            "Keep the user's set and answer 201.",
            static async calls => (await calls.SetControlsAsync(calls.Controls(await calls.NewUserAsync(), PlatformCalls.Ribbon("a")))).MustHaveStatus(201)).And(Must("B2P-3.9-1"), Must("B2P-3.9-2"), Must("B2P-3.9-3")),
        Case(
            "3.9/empty-rules",
            Must("B2P-3.9-4"),
            "Call 3.9 takes empty rules",
            "Take {} as rules: it clears the user's set.",
            static async calls =>
            {
                var body = calls.Controls(await calls.NewUserAsync());
                body["rules"] = new JsonObject();
                (await calls.SetControlsAsync(body)).MustHaveStatus(201);
            }).And(Must("FLOW-RIBBON-7")),
        Case(
            "3.9/many",
            Must("B2P-3.9-5"),
            "Call 3.9 takes a hundred ribbons",
            "Take any number of ribbons.",
            static async calls => (await calls.SetControlsAsync(calls.Controls(await calls.NewUserAsync(), [.. Enumerable.Range(0, 100).Select(static i => PlatformCalls.Ribbon($"ribbon {i}"))]))).MustSucceed()),
        Case(
            "3.9/user-in-the-rules",
            Must("B2P-3.9-3"),
            "Call 3.9 takes the userId inside the rules, too",
            "Take rules.userId when there is no userId beside it: the oldest form has it there.",
            static async calls =>
            {
                var body = calls.Controls(await calls.NewUserAsync(), PlatformCalls.Ribbon("a"));
                body["rules"]!["userId"] = body["userId"]!.DeepClone();
                body.Remove("userId");
                (await calls.SetControlsAsync(body)).MustSucceed();
            }),
        Case(
            "3.9/external-address",
            Must("B2P-3.9-10"),
            "Call 3.9 takes an action with urlExternal",
            "Take urlExternal as well as urlinApp.",
            static async calls =>
            {
                var ribbon = PlatformCalls.Ribbon("a");
                ribbon["action"] = new JsonObject { ["urlExternal"] = "https://example.com/offer" };
                (await calls.SetControlsAsync(calls.Controls(await calls.NewUserAsync(), ribbon))).MustSucceed();
            }),
        Scoped("3.9/account-as-text", "Call 3.9 takes the account of a ribbon as a text", May("B2P-3.9-12"), static id => PlatformCalls.Text(id)),
        Scoped("3.9/account-as-number", "Call 3.9 takes the account of a ribbon as a number", May("B2P-3.9-12").Inferred, static id => id),
        Refusal("3.9/two-users", Must("B2P-3.9-3").Inferred, "Another userId inside the rules than beside them", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var body = calls.Controls(await calls.NewUserAsync(), PlatformCalls.Ribbon("a"));
            body["rules"]!["userId"] = await calls.NewUserAsync();
            return await calls.SetControlsAsync(body);
        }),
        Wrong("3.9/color-by-name", Must("B2P-3.9-6").Inferred, "A ribbon with a named colour", "color", "red"),
        Wrong("3.9/short-color", Must("B2P-3.9-6").Inferred, "A ribbon with three digits of colour", "color", "#f3e"),
        Wrong("3.9/missing-color", Must("B2P-3.9-6"), "A ribbon without color", "color", null),
        Wrong("3.9/missing-title", Must("B2P-3.9-7"), "A ribbon without title", "title", null),
        Wrong("3.9/missing-enabled", Must("B2P-3.9-8"), "A ribbon without enabled", "enabled", null),
        Wrong("3.9/missing-closable", Must("B2P-3.9-9"), "A ribbon without closable", "closable", null),
        Wrong("3.9/missing-action", Must("B2P-3.9-10"), "A ribbon without action", "action", null),
        Wrong("3.9/both-addresses", Must("B2P-3.9-10").Inferred, "A ribbon with both kinds of address", "action", new JsonObject { ["urlExternal"] = "https://example.com/a", ["urlinApp"] = "https://example.com/b" }),
        Wrong("3.9/enabled-as-text", Must("B2P-0-26"), "A ribbon with a text as enabled", "enabled", "true"),
        Refusal("3.9/missing-rules", Must("B2P-3.9-4"), "Call 3.9 without rules", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var body = calls.Controls(await calls.NewUserAsync());
            body.Remove("rules");
            return await calls.SetControlsAsync(body);
        }),
        Refusal("3.9/missing-user-id", Must("B2P-3.9-3"), "Call 3.9 without userId", PlatformErrorCode.InvalidRequest, static calls =>
        {
            var body = calls.Controls(1);
            body.Remove("userId");
            return calls.SetControlsAsync(body);
        }),
        Refusal("3.9/missing-broker-crm-name", Must("B2P-3.9-2"), "Call 3.9 without brokerCrmName", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var body = calls.Controls(await calls.NewUserAsync());
            body.Remove("brokerCrmName");
            return await calls.SetControlsAsync(body);
        }),
        Refusal("3.9/unknown-user", Must("ERR-41").Inferred, "An unknown userId in call 3.9", PlatformErrorCode.UserNotFound, static calls => calls.SetControlsAsync(calls.Controls(1))).And(Must("B2P-0-26")),
        Refusal("3.9/unknown-account", Must("ERR-41").Inferred, "A ribbon for an account of another user", PlatformErrorCode.AccountNotFound, static async calls =>
        {
            var ribbon = PlatformCalls.Ribbon("a");
            ribbon["ctidTraderAccountId"] = PlatformCalls.Text((await calls.NewAccountAsync()).AccountId);
            return await calls.SetControlsAsync(calls.Controls(await calls.NewUserAsync(), ribbon));
        }),
        Refusal("3.9/unknown-crm", Must("ERR-24"), "An unknown brokerCrmName in call 3.9", PlatformErrorCode.BrokerNotFound, static async calls =>
        {
            var body = calls.Controls(await calls.NewUserAsync());
            body["brokerCrmName"] = PlatformCalls.NewWord("crm");
            return await calls.SetControlsAsync(body);
        }),
        Refusal("3.9/handoff", Must("B2P-3.9-18"), "A ribbon at a broker whose users log in at the platform", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var crm = calls.Target.Handoff!.BrokerCrmName;
            var body = calls.Controls(await calls.NewUserAsync(crm: crm), PlatformCalls.Ribbon("a"));
            body["brokerCrmName"] = crm;
            return await calls.SetControlsAsync(body);
        }).Needing(Capability.Handoff).And(Must("MOD-10"), Must("MOD-24")),
    ];

    private static ConformanceCase Scoped(string id, string title, Requirement requirement, Func<long, JsonNode> value) => Case(
        id,
        requirement,
        title,
        "Read ctidTraderAccountId of a ribbon as a text or as a number.",
        async calls =>
        {
            var (userId, _, accountId) = await calls.NewAccountAsync();
            var ribbon = PlatformCalls.Ribbon("a");
            ribbon["ctidTraderAccountId"] = value(accountId);
            (await calls.SetControlsAsync(calls.Controls(userId, ribbon))).MustSucceed();
        });

    private static ConformanceCase Wrong(string id, Requirement requirement, string what, string key, JsonNode? value) => Refusal(id, requirement, what, PlatformErrorCode.InvalidRequest, async calls =>
    {
        var ribbon = PlatformCalls.Ribbon("a");
        ribbon.Remove(key);
        if (value is not null)
        {
            ribbon[key] = value.DeepClone();
        }

        return await calls.SetControlsAsync(calls.Controls(await calls.NewUserAsync(), ribbon));
    });
}
