using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.WebServices;

/// <summary>Calls WebServices 4.8 and 4.9.</summary>
internal static class PasswordCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "ws-4.8/answer",
            Must("WS-39"),
            "Call 4.8 answers 204 without a body",
            "Change the password and answer 204.",
            static async calls => (await ChangeAsync(calls, await calls.NewTraderAsync(), "another")).MustHaveStatus(204).MustBeEmpty()).And(Must("WS-17"), Must("WS-13")),
        Case(
            "ws-4.8/new-password-counts",
            Must("WS-39"),
            "After call 4.8 the new password is the right one",
            "Let the new password count at once.",
            static async calls =>
            {
                var login = await calls.NewTraderAsync();
                (await ChangeAsync(calls, login, "another")).MustSucceed();
                (await CheckAsync(calls, login, "another")).MustSucceed();
            }),
        Refusal("ws-4.8/old-password-is-over", Must("WS-39"), "The password before call 4.8", PlatformErrorCode.WrongPassword, static async calls =>
        {
            var login = await calls.NewTraderAsync();
            (await ChangeAsync(calls, login, "another")).MustSucceed();
            return await CheckAsync(calls, login, PlatformCalls.AccountPassword);
        }),
        Case(
            "ws-4.9/right",
            Must("WS-40"),
            "Call 4.9 answers 204 to the right password",
            "Answer 204 without a body.",
            static async calls => (await CheckAsync(calls, await calls.NewTraderAsync(), PlatformCalls.AccountPassword)).MustHaveStatus(204).MustBeEmpty()),
        Refusal("ws-4.9/wrong", Must("WS-40"), "A wrong password in call 4.9", PlatformErrorCode.WrongPassword, static async calls => await CheckAsync(calls, await calls.NewTraderAsync(), "wrong")).And(Must("ERR-31")),
        Refusal("ws-4.9/unknown-trader", Must("ERR-26"), "The password of an unknown account", PlatformErrorCode.TraderNotFound, static calls => CheckAsync(calls, 1, "x")),
        Refusal("ws-4.8/missing-hashed-password", Must("WS-39"), "Call 4.8 without hashedPassword", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var login = await calls.NewTraderAsync();
            return await calls.TraderCallAsync("changes the password (4.8)", HttpMethod.Post, login, "/changepassword", new JsonObject { ["login"] = login });
        }),
        Refusal("ws-4.9/missing-hashed-password", Must("WS-40"), "Call 4.9 without hashedPassword", PlatformErrorCode.InvalidRequest, static async calls =>
        {
            var login = await calls.NewTraderAsync();
            return await calls.TraderCallAsync("checks the password (4.9)", HttpMethod.Post, login, "/checkpassword", new JsonObject { ["login"] = login });
        }),
    ];

    internal static Task<Answer> CheckAsync(PlatformCalls calls, long login, string password) =>
        calls.TraderCallAsync("checks the password (4.9)", HttpMethod.Post, login, "/checkpassword", new JsonObject { ["login"] = login, ["hashedPassword"] = PlatformCalls.Md5(password) });

    private static Task<Answer> ChangeAsync(PlatformCalls calls, long login, string password) =>
        calls.TraderCallAsync("changes the password (4.8)", HttpMethod.Post, login, "/changepassword", new JsonObject { ["login"] = login, ["hashedPassword"] = PlatformCalls.Md5(password) });
}
