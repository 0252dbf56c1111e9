using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Users;

/// <summary>Call 3.11.</summary>
internal static class LookupCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.11/found",
            Must("B2P-3.11-3"),
            "Call 3.11 answers with the userId of the user who has the address",
            "Look the address up among the users of the CRM and answer {\"userId\":…}.",
            static async calls =>
            {
                var email = calls.NewEmail();
                var userId = await calls.NewUserAsync(email);
                var found = (await calls.FindUserAsync(email, calls.Crm)).MustSucceed().MustHaveNumber("userId");
                Check.That(found == userId, $"userId {userId}", $"{found}");
            }).And(Must("B2P-3.11-1"), Must("B2P-3.11-2")),
        Case(
            "3.11/found-in-capitals",
            Must("B2P-3.11-3").Inferred,
            "Call 3.11 finds a user whatever letters the address is written in",
            "Compare addresses without regard to capital letters, as call 3.2 does.",
            static async calls =>
            {
                var email = calls.NewEmail();
                await calls.NewUserAsync(email);
                (await calls.FindUserAsync(email.ToUpperInvariant(), calls.Crm)).MustSucceed().MustHaveNumber("userId");
            }),
        Case(
            "3.11/nobody",
            Must("B2P-3.11-4"),
            "Call 3.11 answers 200 with an empty body when nobody has the address",
            "Answer the same status as for somebody who is found, with an empty body: nobody is no error.",
            static async calls => (await calls.FindUserAsync(calls.NewEmail(), calls.Crm)).MustHaveStatus(200).MustBeEmpty()),
        Case(
            "3.11/user-of-another-crm",
            Must("BID-44").Inferred,
            "Call 3.11 does not find the users of another CRM",
            "Look among the users of the brokerCrmName only.",
            static async calls =>
            {
                var email = calls.NewEmail();
                await calls.NewUserAsync(email, calls.Target.Other!.BrokerCrmName);
                (await calls.FindUserAsync(email, calls.Crm)).MustSucceed().MustNotHave("userId");
            }).Needing(Capability.OtherCrm),
        Refusal("3.11/missing-email", Must("B2P-3.11-2"), "Call 3.11 without email", PlatformErrorCode.InvalidRequest, static calls => calls.FindUserAsync(null, calls.Crm)),
        Refusal("3.11/missing-broker-crm-name", Must("B2P-3.11-2"), "Call 3.11 without brokerCrmName", PlatformErrorCode.InvalidRequest, static calls => calls.FindUserAsync(calls.NewEmail(), null)),
        Refusal("3.11/unknown-crm", Must("ERR-24"), "An unknown brokerCrmName in call 3.11", PlatformErrorCode.BrokerNotFound, static calls => calls.FindUserAsync(calls.NewEmail(), PlatformCalls.NewWord("crm"))),
    ];
}
