using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Accounts;

/// <summary>Call 3.3 as it is refused.</summary>
internal static class CreateTraderRefusals
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Wrong("3.3/unknown-group", Must("B2P-3.3-22"), "An unknown groupName in call 3.3", PlatformErrorCode.TraderGroupNotFound, static (_, body) => body["groupName"] = PlatformCalls.NewWord("group")).And(Must("ERR-30"), Must("B2P-3.3-7")),
        Wrong("3.3/unknown-broker", Must("B2P-3.3-22"), "An unknown brokerName in call 3.3", PlatformErrorCode.PlantInvalid, static (_, body) => body["brokerName"] = PlatformCalls.NewWord("broker")).And(Must("ERR-27"), Must("B2P-3.3-5")),
        Wrong("3.3/broker-in-capitals", Must("B2P-0-15"), "A brokerName in other letters in call 3.3", PlatformErrorCode.PlantInvalid, static (calls, body) => body["brokerName"] = Users.CreateUserCases.Swapped(calls.Broker)),
        Wrong("3.3/unknown-currency", Must("B2P-3.3-22").Inferred, "A depositCurrency that no account can have", PlatformErrorCode.InvalidRequest, static (_, body) => body["depositCurrency"] = "XQX").And(Must("B2P-3.3-6")),
        Wrong("3.3/unknown-access-rights", Must("B2P-3.3-22"), "Unknown accessRights in call 3.3", PlatformErrorCode.InvalidRequest, static (_, body) => body["accessRights"] = "ALL").And(Must("B2P-3.3-2")),
        Wrong("3.3/unknown-account-type", Must("B2P-3.3-22"), "An unknown accountType in call 3.3", PlatformErrorCode.InvalidRequest, static (_, body) => body["accountType"] = "OTHER").And(Must("B2P-3.3-3")),
        Wrong("3.3/unknown-margin-type", Must("B2P-3.3-22"), "An unknown totalMarginCalculationType in call 3.3", PlatformErrorCode.InvalidRequest, static (_, body) => body["totalMarginCalculationType"] = "OTHER").And(Must("B2P-3.3-10")),
        Wrong("3.3/fractional-balance", Must("B2P-0-11"), "An opening balance with a fraction", PlatformErrorCode.InvalidRequest, static (_, body) => body["balance"] = 1.5m),
        Wrong("3.3/plain-password", Must("WS-13"), "A password that is no MD5 hash", PlatformErrorCode.InvalidRequest, static (_, body) => body["hashedPassword"] = "a password").And(Must("B2P-3.3-8")),
        .. Missing(
            "3.3",
            "Call 3.3",
            [
                ("accessRights", "B2P-3.3-2"), ("accountType", "B2P-3.3-3"), ("balance", "B2P-3.3-4"), ("brokerName", "B2P-3.3-5"), ("depositCurrency", "B2P-3.3-6"), ("groupName", "B2P-3.3-7"),
                ("hashedPassword", "B2P-3.3-8"), ("leverageInCents", "B2P-3.3-9"),
            ],
            static calls => calls.TraderAsync(),
            static (calls, body) => calls.CreateTraderAsync(body)),
    ];

    private static ConformanceCase Wrong(string id, Requirement requirement, string what, string code, Action<PlatformCalls, JsonObject> change) =>
        Refusal(id, requirement, what, code, calls => calls.CreateTraderAsync(body => change(calls, body)));
}
