using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Users;

/// <summary>Calls 3.12 and 3.13 as far as they are seen without an application.</summary>
internal static class LeavingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.12/no-session",
            Must("B2P-3.12-4"),
            "Call 3.12 succeeds for a user who has no session",
            "Answer a user without sessions as one whose sessions have just ended.",
            static async calls => (await calls.LogOutAsync(PlatformCalls.Text(await calls.NewUserAsync()), calls.Crm)).MustSucceed()).And(Must("B2P-3.12-1"), Must("B2P-3.12-2")),
        Case(
            "3.12/answer",
            Must("B2P-3.12-3").Inferred,
            "Call 3.12 answers 204 without a body",
            "End the sessions and answer 204 without a body.",
            static async calls => (await calls.LogOutAsync(PlatformCalls.Text(await calls.NewUserAsync()), calls.Crm)).MustHaveStatus(204).MustBeEmpty()),
        .. Refusals("3.12", "Call 3.12", "B2P-3.12-2", static (calls, userId, crm) => calls.LogOutAsync(userId, crm)),
        Case(
            "3.13/answer",
            Must("B2P-3.13-3").Inferred,
            "Call 3.13 answers 204 without a body",
            "Note that the user has accepted the broker's agreement and answer 204.",
            static async calls => (await calls.AcceptAgreementAsync(PlatformCalls.Text(await calls.NewUserAsync()), calls.Crm)).MustHaveStatus(204).MustBeEmpty()).And(Must("B2P-3.13-1"), Must("B2P-3.13-2")),
        Case(
            "3.13/again",
            May("B2P-3.13-4").Inferred,
            "Call 3.13 succeeds for a user who has accepted before",
            "Answer as the first time: a CRM that got no answer sends it again.",
            static async calls =>
            {
                var userId = PlatformCalls.Text(await calls.NewUserAsync());
                (await calls.AcceptAgreementAsync(userId, calls.Crm)).MustSucceed();
                (await calls.AcceptAgreementAsync(userId, calls.Crm)).MustSucceed();
            }),
        .. Refusals("3.13", "Call 3.13", "B2P-3.13-2", static (calls, userId, crm) => calls.AcceptAgreementAsync(userId, crm)),
    ];

    private static IEnumerable<ConformanceCase> Refusals(string area, string call, string id, Func<PlatformCalls, string?, string?, Task<Answer>> send) =>
    [
        Refusal($"{area}/unknown-user", Must("ERR-41").Inferred, $"{call} with an unknown userId", PlatformErrorCode.UserNotFound, calls => send(calls, "1", calls.Crm)),
        Refusal($"{area}/missing-user-id", Must(id), $"{call} without userId", PlatformErrorCode.InvalidRequest, calls => send(calls, null, calls.Crm)),
        Refusal($"{area}/missing-broker-crm-name", Must(id), $"{call} without brokerCrmName", PlatformErrorCode.InvalidRequest, async calls => await send(calls, PlatformCalls.Text(await calls.NewUserAsync()), null)),
        Refusal($"{area}/unknown-crm", Must("ERR-24"), $"{call} with an unknown brokerCrmName", PlatformErrorCode.BrokerNotFound, async calls => await send(calls, PlatformCalls.Text(await calls.NewUserAsync()), PlatformCalls.NewWord("crm"))),
        Refusal($"{area}/user-id-that-is-no-number", Must("B2P-0-26"), $"{call} with a word as userId", PlatformErrorCode.InvalidRequest, calls => send(calls, "somebody", calls.Crm)),
    ];
}
