using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Accounts;

/// <summary>Call 3.4.</summary>
internal static class LinkCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.4/linked",
            Must("B2P-3.4-8"),
            "Call 3.4 answers with the ctidTraderAccountId of the new link",
            "Link account and user and answer {\"ctidTraderAccountId\":…} when returnAccountDetails is true.",
            static async calls => (await calls.LinkAsync(await NewAsync(calls))).MustSucceed().MustHaveNumber("ctidTraderAccountId"))
            .And(Must("B2P-3.4-1"), May("B2P-3.4-7"), Must("WS-85"), Must("FLOW-CREATE-11"), Must("WS-20")),
        Case(
            "3.4/status",
            Must("B2P-3.4-9").Inferred,
            "Call 3.4 answers 200",
            "Answer 200, as the other calls that return something.",
            static async calls => (await calls.LinkAsync(await NewAsync(calls))).MustHaveStatus(200)),
        Case(
            "3.4/other-number",
            Must("B2P-3.4-8"),
            "Call 3.4 gives every link another ctidTraderAccountId",
            "Give each link a number that no other link has.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var first = (await calls.LinkAsync(calls.LinkOf(userId, await calls.NewTraderAsync()))).MustHaveNumber("ctidTraderAccountId");
                var second = (await calls.LinkAsync(calls.LinkOf(userId, await calls.NewTraderAsync()))).MustHaveNumber("ctidTraderAccountId");
                Check.That(first != second, "two different numbers", $"{first} twice");
            }),
        WithoutDetails("3.4/no-details", "Call 3.4 has an empty answer when returnAccountDetails is false", May("B2P-3.4-7"), static body => body["returnAccountDetails"] = false),
        WithoutDetails("3.4/details-left-out", "Call 3.4 has an empty answer when returnAccountDetails is left out", May("B2P-3.4-7").Inferred, static body => body.Remove("returnAccountDetails")),
        Wrong("3.4/unknown-environment", Must("B2P-3.4-10").Inferred, "An unknown environmentName in call 3.4", PlatformErrorCode.EnvironmentNotFound, static (_, body) => body["environmentName"] = PlatformCalls.NewWord("env")).And(Must("ERR-33"), Must("B2P-3.4-6")),
        Wrong("3.4/unknown-trader", Must("B2P-3.4-10"), "An unknown traderLogin in call 3.4", PlatformErrorCode.TraderNotFound, static (_, body) => body["traderLogin"] = 1).And(Must("ERR-36"), Must("ERR-26"), Must("B2P-3.4-2")),
        Wrong("3.4/wrong-password", Must("B2P-3.4-11").Inferred, "A wrong traderPasswordHash in call 3.4", PlatformErrorCode.WrongPassword, static (_, body) => body["traderPasswordHash"] = PlatformCalls.Md5("wrong")).And(Must("ERR-31"), Must("B2P-3.4-3")),
        Wrong("3.4/unknown-user", Must("ERR-41").Inferred, "An unknown userId in call 3.4", PlatformErrorCode.UserNotFound, static (_, body) => body["userId"] = 1).And(Must("B2P-3.4-4"), Must("B2P-0-26")),
        Wrong("3.4/unknown-broker", Must("ERR-24"), "An unknown brokerName in call 3.4", PlatformErrorCode.BrokerNotFound, static (_, body) => body["brokerName"] = PlatformCalls.NewWord("broker")).And(Must("B2P-3.4-5")),
        Wrong("3.4/broker-of-another-account", Must("B2P-3.4-10").Inferred, "A broker that has no access to the account", PlatformErrorCode.TraderAccessDenied, static (calls, body) => body["brokerName"] = calls.Target.Second!.BrokerName)
            .Needing(Capability.SecondBroker).And(Must("ERR-34"), Must("BID-44")),
        Refusal("3.4/user-of-another-crm", Must("ERR-41").Inferred, "A user of another CRM in call 3.4", PlatformErrorCode.UserNotFound, static async calls =>
            await calls.LinkAsync(calls.LinkOf(await calls.NewUserAsync(crm: calls.Target.Other!.BrokerCrmName), await calls.NewTraderAsync()))).Needing(Capability.OtherCrm).And(Must("BID-44")),
        Refusal("3.4/already-linked", Must("B2P-3.4-10").Inferred, "An account that is linked already", PlatformErrorCode.TraderAlreadyLinked, static async calls =>
        {
            var (_, login, _) = await calls.NewAccountAsync();
            return await calls.LinkAsync(calls.LinkOf(await calls.NewUserAsync(), login));
        }).And(Must("ERR-35")),
        Refusal("3.4/linked-twice", Must("B2P-3.4-10").Inferred, "The same link a second time", PlatformErrorCode.TraderAlreadyLinked, static async calls =>
        {
            var (userId, login, _) = await calls.NewAccountAsync();
            return await calls.LinkAsync(calls.LinkOf(userId, login));
        }),
        .. Missing(
            "3.4",
            "Call 3.4",
            [("traderLogin", "B2P-3.4-2"), ("traderPasswordHash", "B2P-3.4-3"), ("userId", "B2P-3.4-4"), ("brokerName", "B2P-3.4-5"), ("environmentName", "B2P-3.4-6")],
            static calls => NewAsync(calls),
            static (calls, body) => calls.LinkAsync(body)),
        Case(
            "3.4/refused-link-does-nothing",
            Must("B2P-3.4-11").Inferred,
            "A link that was refused for its password can be made with the right one",
            "Leave account and user as they are when a link is refused.",
            static async calls =>
            {
                var body = await NewAsync(calls);
                var wrong = (JsonObject)body.DeepClone();
                wrong["traderPasswordHash"] = PlatformCalls.Md5("wrong");
                await calls.LinkAsync(wrong);
                (await calls.LinkAsync(body)).MustSucceed();
            }),
        Case(
            "3.4/race",
            Must("B2P-3.4-10").Inferred,
            "Of six links of one account at once one succeeds",
            "Let the database hold the account of a link unique, so that calls at the same time cannot both find it free.",
            static async calls =>
            {
                var body = await NewAsync(calls);
                var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => calls.LinkAsync((JsonObject)body.DeepClone())));
                Check.That(answers.Count(static answer => answer.IsSuccess) == 1, "one success", $"{answers.Count(static answer => answer.IsSuccess)}");
                answers.First(static answer => !answer.IsSuccess).MustRefuse(PlatformErrorCode.TraderAlreadyLinked);
            }).And(Must("ERR-35")),
    ];

    private static async Task<JsonObject> NewAsync(PlatformCalls calls) => calls.LinkOf(await calls.NewUserAsync(), await calls.NewTraderAsync());

    private static ConformanceCase WithoutDetails(string id, string title, Requirement requirement, Action<JsonObject> change) => Case(
        id,
        requirement,
        title,
        "Answer 200 with an empty body unless returnAccountDetails is true.",
        async calls =>
        {
            var body = await NewAsync(calls);
            change(body);
            (await calls.LinkAsync(body)).MustSucceed().MustBeEmpty();
        });

    private static ConformanceCase Wrong(string id, Requirement requirement, string what, string code, Action<PlatformCalls, JsonObject> change) => Refusal(id, requirement, what, code, async calls =>
    {
        var body = await NewAsync(calls);
        change(calls, body);
        return await calls.LinkAsync(body);
    });
}
