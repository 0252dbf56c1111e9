using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Users;

/// <summary>Call WebServices 5.1.</summary>
internal static class CtidCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-5.1/created",
            Must("WS-81").Inferred,
            "Call 5.1 answers 201 with the user for a new address",
            "Create the user and answer 201 with userId, nickname, email, utcCreateTimestamp and status.",
            static async calls =>
            {
                var email = calls.NewEmail();
                var user = (await calls.CreateCtidAsync(User(calls, email))).MustHaveStatus(201).MustBeObject();
                user.MustHaveNumber("userId");
                user.MustHave("email", email);
                Check.That(user.MustHaveNumber("utcCreateTimestamp") is > 1_500_000_000_000 and < 5_000_000_000_000, "utcCreateTimestamp in milliseconds since 1970", "a number that is none");
            }).And(Must("WS-80"), Must("WS-82"), Must("WS-14")),
        Case(
            "ws-5.1/nickname",
            Must("WS-82"),
            "Call 5.1 names the user ctid followed by the userId",
            "Let nickname be ctid{userId} unless another one was given.",
            static async calls =>
            {
                var user = (await calls.CreateCtidAsync(User(calls, calls.NewEmail()))).MustSucceed().MustBeObject();
                user.MustHave("nickname", $"ctid{user.MustHaveNumber("userId")}");
            }),
        Case(
            "ws-5.1/status",
            Must("WS-83"),
            "A user whom call 5.1 has created has the status CTID_NEW",
            "Let status be CTID_NEW until the address is confirmed.",
            static async calls => (await calls.CreateCtidAsync(User(calls, calls.NewEmail()))).MustSucceed().MustBeObject().MustHave("status", "CTID_NEW")),
        Case(
            "ws-5.1/language",
            Must("WS-80").Inferred,
            "Call 5.1 shows the preferred language in small letters",
            "Keep preferredLanguage in small letters and show it.",
            static async calls =>
            {
                var body = User(calls, calls.NewEmail());
                body["preferredLanguage"] = "EN";
                (await calls.CreateCtidAsync(body)).MustSucceed().MustBeObject().MustHave("preferredLanguage", "en");
            }),
        Case(
            "ws-5.1/existing-address",
            Must("WS-81").Inferred,
            "Call 5.1 answers 200 with nothing but the userId for an address in use",
            "Answer 200 with {\"userId\":…} of the user who has the address, and no more of that user's data.",
            static async calls =>
            {
                var body = User(calls, calls.NewEmail());
                var userId = (await calls.CreateCtidAsync(body)).MustSucceed().MustHaveNumber("userId");
                var again = (await calls.CreateCtidAsync(body)).MustHaveStatus(200).MustBeObject();
                again.MustHave("userId", userId);
                Check.That(again.Count == 1, "nothing but userId", string.Join(", ", again.Select(static member => member.Key)));
            }),
        Refusal("ws-5.1/not-for-single-sign-on", Must("B2P-3.2-15"), "Call 3.2 for a user of call 5.1", PlatformErrorCode.EmailAlreadyExists, static async calls =>
        {
            var email = calls.NewEmail();
            (await calls.CreateCtidAsync(User(calls, email))).MustSucceed();
            return await calls.CreateUserAsync(calls.User(email));
        }),
        Refusal("ws-5.1/missing-email", Must("WS-80"), "Call 5.1 without email", PlatformErrorCode.InvalidRequest, static calls => calls.CreateCtidAsync(new JsonObject { ["brokerName"] = calls.Broker })),
        Refusal("ws-5.1/malformed-address", Must("WS-84").Inferred, "An address that is none in call 5.1", PlatformErrorCode.EmailInvalid, static calls => calls.CreateCtidAsync(User(calls, "nonsense"))).And(Must("ERR-37")),
        Refusal("ws-5.1/unknown-broker", Must("ERR-24"), "An unknown brokerName in call 5.1", PlatformErrorCode.BrokerNotFound, static calls =>
        {
            var body = User(calls, calls.NewEmail());
            body["brokerName"] = PlatformCalls.NewWord("broker");
            return calls.CreateCtidAsync(body);
        }),
        Refusal("ws-5.1/wrong-language", Must("WS-80").Inferred, "A language of three letters in call 5.1", PlatformErrorCode.InvalidRequest, static calls =>
        {
            var body = User(calls, calls.NewEmail());
            body["preferredLanguage"] = "deu";
            return calls.CreateCtidAsync(body);
        }),
    ];

    private static JsonObject User(PlatformCalls calls, string email) => new() { ["brokerName"] = calls.Broker, ["email"] = email };
}
