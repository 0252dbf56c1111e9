using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.ManagerTokens;

/// <summary>Call 3.1.</summary>
internal static class ManagerTokenCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.1/valid-credentials",
            Must("B2P-3.1-5"),
            "Call 3.1 with the manager's login and MD5 hash answers 200 with a webservToken",
            "Answer 200 with {\"webservToken\":\"…\"} when login and hashedPassword are those of a manager.",
            static async calls => (await calls.LogInAsync()).MustHaveStatus(200).MustHaveText("webservToken"))
            .And(Must("B2P-3.1-1"), Must("B2P-3.1-2"), Must("B2P-3.1-3"), Must("B2P-3.1-4"), Must("B2P-0-9"), Must("WS-30")),
        Refusal(
            "3.1/wrong-password",
            Must("B2P-3.1-8").Inferred,
            "Call 3.1 with a wrong password",
            PlatformErrorCode.AuthenticationFailed,
            static async calls => (await calls.LogInAsync(password: PlatformCalls.NewWord("wrong"))).MustNotHave("webservToken")),
        Case(
            "3.1/unknown-login",
            Must("B2P-3.1-8").Inferred,
            "Call 3.1 tells an unknown login from a wrong password by nothing",
            "Answer an unknown login exactly as a wrong password, so that nobody learns which logins there are.",
            static async calls =>
            {
                var wrong = await calls.LogInAsync(password: PlatformCalls.NewWord("wrong"));
                var unknown = await calls.LogInAsync(login: 1);
                unknown.MustNotHave("webservToken").Must(
                    unknown.Status == wrong.Status && unknown.ErrorCode() == wrong.ErrorCode(),
                    $"{wrong.Status} {wrong.ErrorCode()}, as for a wrong password",
                    $"{unknown.Status} {unknown.ErrorCode()}");
            }),
        Refusal("3.1/missing-login", Must("B2P-0-26"), "Call 3.1 without login", PlatformErrorCode.InvalidRequest, static calls => PostAsync(calls, new JsonObject { ["hashedPassword"] = PlatformCalls.Md5("x") }))
            .And(Must("B2P-3.1-2")),
        Refusal("3.1/missing-hash", Must("B2P-0-26"), "Call 3.1 without hashedPassword", PlatformErrorCode.InvalidRequest, static calls => PostAsync(calls, new JsonObject { ["login"] = calls.Target.ManagerLogin }))
            .And(Must("B2P-3.1-3")),
        Refusal(
            "3.1/wrong-type",
            Must("B2P-0-26"),
            "Call 3.1 with a list as login",
            PlatformErrorCode.InvalidRequest,
            static calls => PostAsync(calls, new JsonObject { ["login"] = new JsonArray(1), ["hashedPassword"] = PlatformCalls.Md5("x") })),
        Case(
            "3.1/same-token-again",
            Should("B2P-3.1-7").Inferred,
            "Call 3.1 gives the same token to the same credentials",
            "Keep a manager's token and return it until the password changes, so that several servers of a CRM can log in without troubling one another.",
            static async calls =>
            {
                var (first, second) = ((await calls.LogInAsync()).MustHaveText("webservToken"), (await calls.LogInAsync()).MustHaveText("webservToken"));
                Check.That(first == second, "the token of the log-in before", "another one");
            }),
        Case(
            "3.1/earlier-token-stays-valid",
            Must("B2P-3.1-6"),
            "A manager token stays valid when the manager logs in again",
            "Let tokens die with the manager's password, not with the next log-in.",
            static async calls =>
            {
                var token = (await calls.LogInAsync()).MustHaveText("webservToken");
                await calls.LogInAsync();
                (await calls.SendAsItIsAsync("uses the first token", calls.Request(HttpMethod.Get, PlatformPaths.TraderGroups).AddQuery("token", token))).MustSucceed();
            }),
    ];

    private static Task<Http.Answer> PostAsync(PlatformCalls calls, JsonObject body) =>
        calls.SendAsItIsAsync("asks for a manager token (3.1)", calls.Request(HttpMethod.Post, PlatformPaths.ManagerToken, body));
}
