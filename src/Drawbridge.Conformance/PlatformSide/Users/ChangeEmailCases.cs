using Drawbridge.Conformance.Cases;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Users;

/// <summary>Call 3.10.</summary>
internal static class ChangeEmailCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.10/changed",
            Must("B2P-3.10-3"),
            "Call 3.10 answers 204 without a body",
            "Change the address and answer 204.",
            static async calls => (await calls.ChangeEmailAsync(calls.NewAddress(await calls.NewUserAsync(), calls.NewEmail()))).MustHaveStatus(204).MustBeEmpty()).And(Must("B2P-3.10-1"), Must("ERR-44")),
        Case(
            "3.10/found-under-the-new-address",
            Must("B2P-3.10-4"),
            "After call 3.10 the user is found under the new address only",
            "Let the new address replace the old one at once, for calls 3.11 and 3.2, too.",
            static async calls =>
            {
                var (old, renewed) = (calls.NewEmail(), calls.NewEmail());
                var userId = await calls.NewUserAsync(old);
                (await calls.ChangeEmailAsync(calls.NewAddress(userId, renewed))).MustSucceed();
                (await calls.FindUserAsync(renewed, calls.Crm)).MustSucceed().Must(
                    (await calls.FindUserAsync(renewed, calls.Crm)).Text("userId") == PlatformCalls.Text(userId), "the user under the new address", "nobody, or somebody else");
                (await calls.FindUserAsync(old, calls.Crm)).MustSucceed().MustNotHave("userId");
            }),
        Case(
            "3.10/own-address-again",
            Must("B2P-3.10-5").Inferred,
            "Call 3.10 takes the address that the user has",
            "Do not count the user's own address as one in use.",
            static async calls =>
            {
                var email = calls.NewEmail();
                (await calls.ChangeEmailAsync(calls.NewAddress(await calls.NewUserAsync(email), email))).MustSucceed();
            }),
        Refusal("3.10/taken-address", Must("B2P-3.10-5").Inferred, "The address of another user in call 3.10", PlatformErrorCode.EmailAlreadyExists, static async calls =>
        {
            var email = calls.NewEmail();
            await calls.NewUserAsync(email);
            return await calls.ChangeEmailAsync(calls.NewAddress(await calls.NewUserAsync(), email));
        }).And(Must("ERR-32")),
        Refusal("3.10/private-relay", Must("B2P-3.10-5"), "An address of Apple's private relay in call 3.10", PlatformErrorCode.EmailInvalid, static async calls =>
            await calls.ChangeEmailAsync(calls.NewAddress(await calls.NewUserAsync(), $"{PlatformCalls.NewWord("x")}@privaterelay.appleid.com"))),
        Refusal("3.10/malformed-address", Must("ERR-37").Inferred, "An address that is none in call 3.10", PlatformErrorCode.EmailInvalid, static async calls =>
            await calls.ChangeEmailAsync(calls.NewAddress(await calls.NewUserAsync(), "nonsense"))),
        Refusal("3.10/unknown-user", Must("ERR-41").Inferred, "An unknown userId in call 3.10", PlatformErrorCode.UserNotFound, static calls => calls.ChangeEmailAsync(calls.NewAddress(1, calls.NewEmail())))
            .And(Must("B2P-0-26")),
        Refusal("3.10/unknown-crm", Must("ERR-24"), "An unknown brokerCrmName in call 3.10", PlatformErrorCode.BrokerNotFound, static async calls =>
        {
            var body = calls.NewAddress(await calls.NewUserAsync(), calls.NewEmail());
            body["brokerCrmName"] = PlatformCalls.NewWord("crm");
            return await calls.ChangeEmailAsync(body);
        }),
        Refusal("3.10/user-of-another-crm", Must("ERR-41").Inferred, "A user of another CRM in call 3.10", PlatformErrorCode.UserNotFound, static async calls =>
            await calls.ChangeEmailAsync(calls.NewAddress(await calls.NewUserAsync(crm: calls.Target.Other!.BrokerCrmName), calls.NewEmail()))).Needing(Capability.OtherCrm).And(Must("BID-44")),
        .. Missing(
            "3.10",
            "Call 3.10",
            [("userId", "B2P-3.10-2"), ("newEmail", "B2P-3.10-2"), ("brokerCrmName", "B2P-3.10-2")],
            static async calls => calls.NewAddress(await calls.NewUserAsync(), calls.NewEmail()),
            static (calls, body) => calls.ChangeEmailAsync(body)),
    ];
}
