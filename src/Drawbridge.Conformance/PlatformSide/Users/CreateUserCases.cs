using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Users;

/// <summary>Call 3.2.</summary>
internal static class CreateUserCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.2/created",
            Must("B2P-3.2-8"),
            "Call 3.2 answers 201 with the userId of the new user",
            "Create the user and answer 201 with {\"userId\":…}, a whole number.",
            static async calls => (await calls.CreateUserAsync(calls.User())).MustHaveStatus(201).MustHaveNumber("userId"))
            .And(Must("B2P-3.2-1"), Must("ERR-44"), Must("B2P-3.2-2"), Must("B2P-3.2-3"), Must("B2P-3.2-7"), Must("FLOW-CREATE-6"), Must("B2P-0-3")),
        Case(
            "3.2/other-number",
            Must("B2P-3.2-7"),
            "Call 3.2 gives every user another userId",
            "Give each user a number that no other user has.",
            static async calls =>
            {
                var (first, second) = ((await calls.CreateUserAsync(calls.User())).MustHaveNumber("userId"), (await calls.CreateUserAsync(calls.User())).MustHaveNumber("userId"));
                Check.That(first != second, "two different numbers", $"{first} twice");
            }),
        Accepted("3.2/everything", May("B2P-3.2-4"), "Call 3.2 takes first name, nickname and preferred language", body =>
        {
            body["firstName"] = "Trader";
            body["nickname"] = PlatformCalls.NewWord("n")[..16];
            body["preferredLanguage"] = "en";
        }).And(May("B2P-3.2-5"), May("B2P-3.2-6")),
        Accepted("3.2/nickname-of-the-tables", May("B2P-3.2-5"), "Call 3.2 takes the nickname as nickName, too", body => body["nickName"] = PlatformCalls.NewWord("n")[..16]),
        Accepted("3.2/invalid-nickname", Must("B2P-3.2-10"), "Call 3.2 succeeds when the nickname cannot be used", body => body["nickname"] = "a b/c?"),
        Accepted("3.2/language-in-capitals", May("B2P-3.2-6").Inferred, "Call 3.2 takes a language in capital letters", body => body["preferredLanguage"] = "DE"),
        Accepted("3.2/unknown-key", Must("B2P-0-21").Inferred, "Call 3.2 ignores keys that it does not know", body => body["somethingNew"] = new JsonObject { ["deep"] = new JsonArray(1, "two") }),
        Case(
            "3.2/taken-nickname",
            Must("B2P-3.2-10"),
            "Call 3.2 succeeds when the nickname is taken",
            "Give the user a nickname that is derived from the userId instead.",
            static async calls =>
            {
                var nickname = PlatformCalls.NewWord("n")[..16];
                await calls.NewUserAsync(nickname: nickname);
                var body = calls.User();
                body["nickname"] = nickname;
                (await calls.CreateUserAsync(body)).MustSucceed().MustHaveNumber("userId");
            }),
        Refusal("3.2/private-relay", Must("B2P-3.2-12"), "An address of Apple's private relay", PlatformErrorCode.EmailInvalid, static calls => calls.CreateUserAsync(calls.User($"{PlatformCalls.NewWord("x")}@privaterelay.appleid.com")))
            .And(Must("ERR-37")),
        Refusal("3.2/private-relay-in-capitals", Must("B2P-3.2-12").Inferred, "An address of Apple's private relay in other letters", PlatformErrorCode.EmailInvalid, static calls => calls.CreateUserAsync(calls.User($"{PlatformCalls.NewWord("x")}@PrivateRelay.AppleID.com"))),
        Refusal("3.2/malformed-address", Must("ERR-37").Inferred, "An e-mail address that is none", PlatformErrorCode.EmailInvalid, static calls => calls.CreateUserAsync(calls.User("nonsense"))),
        Refusal("3.2/existing-address", Must("B2P-3.2-13").Inferred, "An address that a user of the CRM has", PlatformErrorCode.EmailAlreadyExists, static async calls =>
        {
            var email = calls.NewEmail();
            await calls.NewUserAsync(email);
            return await calls.CreateUserAsync(calls.User(email));
        }).And(Must("ERR-32")),
        Refusal("3.2/existing-address-in-capitals", Must("B2P-3.2-13").Inferred, "An address that a user has in other letters", PlatformErrorCode.EmailAlreadyExists, static async calls =>
        {
            var email = calls.NewEmail();
            await calls.NewUserAsync(email);
            return await calls.CreateUserAsync(calls.User(email.ToUpperInvariant()));
        }),
        Refusal("3.2/unknown-crm", Must("B2P-3.2-14"), "An unknown brokerCrmName in call 3.2", PlatformErrorCode.BrokerNotFound, static calls => calls.CreateUserAsync(calls.User(crm: PlatformCalls.NewWord("crm"))))
            .And(Must("ERR-24")),
        Refusal("3.2/crm-in-capitals", Must("B2P-0-15"), "A brokerCrmName in other letters", PlatformErrorCode.BrokerNotFound, static calls => calls.CreateUserAsync(calls.User(crm: Swapped(calls.Crm)))),
        Refusal("3.2/wrong-language", May("B2P-3.2-6").Inferred, "A language of three letters", PlatformErrorCode.InvalidRequest, static calls =>
        {
            var body = calls.User();
            body["preferredLanguage"] = "deu";
            return calls.CreateUserAsync(body);
        }),
        Refusal("3.2/wrong-type", Must("B2P-0-26"), "A list as email in call 3.2", PlatformErrorCode.InvalidRequest, static calls =>
        {
            var body = calls.User();
            body["email"] = new JsonArray("a@example.com");
            return calls.CreateUserAsync(body);
        }),
        .. Missing("3.2", "Call 3.2", [("brokerCrmName", "B2P-3.2-2"), ("email", "B2P-3.2-3")], static calls => Task.FromResult(calls.User()), static (calls, body) => calls.CreateUserAsync(body)),
        Case(
            "3.2/race",
            Must("B2P-3.2-13").Inferred,
            "Of eight calls 3.2 at once with one address one creates a user",
            "Let the database hold the address of a CRM's users unique, so that calls at the same time cannot both find it free.",
            static async calls =>
            {
                var email = calls.NewEmail();
                var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => calls.CreateUserAsync(calls.User(email))));
                Check.That(answers.Count(static answer => answer.IsSuccess) == 1, "one success", $"{answers.Count(static answer => answer.IsSuccess)}");
                answers.First(static answer => !answer.IsSuccess).MustRefuse(PlatformErrorCode.EmailAlreadyExists);
            }),
        Case(
            "3.2/same-address-at-another-crm",
            Must("BID-45").Inferred,
            "One address makes a user at each CRM",
            "Hold addresses unique per brokerCrmName, not in all.",
            static async calls =>
            {
                var email = calls.NewEmail();
                var first = await calls.NewUserAsync(email);
                var second = (await calls.CreateUserAsync(calls.User(email, calls.Target.Other!.BrokerCrmName))).MustSucceed().MustHaveNumber("userId");
                Check.That(first != second, "another userId", "the same");
            }).Needing(Capability.OtherCrm),
    ];

    internal static string Swapped(string name) => string.Concat(name.Select(static letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    private static ConformanceCase Accepted(string id, Requirement requirement, string title, Action<JsonObject> change) => Case(
        id,
        requirement,
        title,
        "Create the user nevertheless and answer 201 with its userId.",
        async calls =>
        {
            var body = calls.User();
            change(body);
            (await calls.CreateUserAsync(body)).MustSucceed().MustHaveNumber("userId");
        });
}
