using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.CrmApiTokens;

/// <summary>Passwords of call 4.1 that are not the right one. Those that may be counted as attempts run alone, because a CRM may refuse the right one after many of them.</summary>
internal static class PasswordCases
{
    private static readonly MemberFaults Texts = new(CrmCall.Authenticate, "password", Must("P2B-4.1-6"), Must("P2B-0-9"));

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. Texts.Missing,
        .. Texts.WrongType,
        Wrong("other-case", "the password in other case", static password => Altered.OtherCase(password) ?? throw new NotOfferedException("a password with letters")),
        Wrong("white-space", "a space after the password", static password => password + " "),
        Wrong("long", "a password of 10,000 characters", static _ => new string('p', 10_000)),
        Wrong("unicode", "a password in other scripts", static _ => "пароль-密码-🔑"),
        new()
        {
            Id = "api/4.1/password-in-query",
            Title = "Call 4.1 takes the password from the body only, never from the address",
            Requirement = Must("P2B-4.1-2").Inferred,
            Remedy = "Read the password from the JSON body only. What stands in an address ends up in access logs.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("authenticates with the password in the query", run.Crm.Authenticate().WithoutMember("password").AddQuery("password", run.Broker.CrmPassword), cancellationToken))
                    .MustBeRefusedEmptyHanded(),
        },
        new()
        {
            Id = "api/4.1/needs-no-crmApiToken",
            Title = "Call 4.1 pays no heed to a crmApiToken in the query",
            Requirement = Must("P2B-4.1-1").Inferred,
            Also = [Must("P2B-0-13").Inferred],
            Remedy = "Do not check crmApiToken in call 4.1: it is the call that gives one, also when an earlier one has expired.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("authenticates with an old crmApiToken in the query", run.Crm.Authenticate().AddQuery("crmApiToken", "one-that-has-long-expired"), cancellationToken))
                    .MustHaveStatus(200).MustHaveText("crmApiToken"),
        },
        new()
        {
            Id = "api/4.1/password-of-another-crm",
            Title = "Call 4.1 with the password of another CRM answers 403 and gives no crmApiToken",
            Requirement = Must("P2B-4.1-5"),
            Also = [Must("P2B-CT-4").Inferred],
            Needs = [Capability.OtherCrm],
            Kind = CaseKind.Alone,
            Remedy = "Compare the password with that of the CRM that the names say, not with those of all CRMs of the installation.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("authenticates with another CRM's password", run.Crm.Authenticate(run.Broker.Other!.CrmPassword), cancellationToken))
                    .MustHaveStatus(403, 429).MustGiveNothing(),
        },
    ];

    private static ConformanceCase Wrong(string name, string what, Func<string, string> change) => new()
    {
        Id = $"api/4.1/password-{name}",
        Title = $"Call 4.1 with {what} is refused and gives no crmApiToken",
        Requirement = Must("P2B-4.1-5"),
        Also = [Must("P2B-0-12")],
        Kind = CaseKind.Alone,
        Remedy = "Compare the password character by character as it came: no trimming, no change of case. Whatever does not match is 403.",
        RunAsync = async (run, cancellationToken) =>
            (await run.AskAsync($"authenticates with {what}", run.Crm.Authenticate(change(run.Broker.CrmPassword)), cancellationToken)).MustBeRefusedEmptyHanded(),
    };
}
