using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Accounts;

/// <summary>Call WebServices 5.3.</summary>
internal static class MoveCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-5.3/moved",
            Must("WS-87"),
            "After call 5.3 the account shows its new brokerName",
            "Move the account, with its link, to the white label that is named.",
            static async calls =>
            {
                var (_, login, _) = await calls.NewAccountAsync();
                (await calls.MoveAsync(Move(calls, login))).MustSucceed();
                (await calls.TraderOfAsync(login)).MustHave("brokerName", calls.Target.Second!.BrokerName);
            }).Needing(Capability.SecondBroker),
        Case(
            "ws-5.3/answer",
            Must("WS-86").Inferred,
            "Call 5.3 answers 204 without a body",
            "Move the account and answer 204 without a body.",
            static async calls =>
            {
                var (_, login, _) = await calls.NewAccountAsync();
                (await calls.MoveAsync(Move(calls, login))).MustHaveStatus(204).MustBeEmpty();
            }).Needing(Capability.SecondBroker),
        Refusal("ws-5.3/unknown-trader", Must("WS-86"), "An unknown traderLogin in call 5.3", PlatformErrorCode.TraderNotFound, static calls => calls.MoveAsync(Move(calls, 1))).And(Must("ERR-36")).Needing(Capability.SecondBroker),
        Refusal("ws-5.3/unknown-broker", Must("ERR-24"), "An unknown brokerName in call 5.3", PlatformErrorCode.BrokerNotFound, static async calls =>
        {
            var (_, login, _) = await calls.NewAccountAsync();
            var body = Move(calls, login);
            body["brokerName"] = PlatformCalls.NewWord("broker");
            return await calls.MoveAsync(body);
        }).Needing(Capability.SecondBroker),
        Refusal("ws-5.3/unknown-environment", Must("ERR-33").Inferred, "An unknown environmentName in call 5.3", PlatformErrorCode.EnvironmentNotFound, static async calls =>
        {
            var (_, login, _) = await calls.NewAccountAsync();
            var body = Move(calls, login);
            body["environmentName"] = PlatformCalls.NewWord("env");
            return await calls.MoveAsync(body);
        }).Needing(Capability.SecondBroker),
        Refusal("ws-5.3/broker-of-another-crm", Must("ERR-34").Inferred, "A broker of another CRM in call 5.3", PlatformErrorCode.TraderAccessDenied, static async calls =>
        {
            var (_, login, _) = await calls.NewAccountAsync();
            var body = Move(calls, login);
            body["brokerName"] = calls.Target.Other!.BrokerName;
            return await calls.MoveAsync(body);
        }).Needing(Capability.SecondBroker, Capability.OtherCrm).And(Must("BID-44")),
        .. Missing(
            "ws-5.3",
            "Call 5.3",
            [("traderLogin", "WS-86"), ("brokerName", "WS-86"), ("environmentName", "WS-86")],
            static async calls => Move(calls, (await calls.NewAccountAsync()).Login),
            static (calls, body) => calls.MoveAsync(body)).Select(static one => one.Needing(Capability.SecondBroker)),
    ];

    private static JsonObject Move(PlatformCalls calls, long login) =>
        new() { ["traderLogin"] = login, ["brokerName"] = calls.Target.Second!.BrokerName, ["environmentName"] = calls.Target.EnvironmentName };
}
