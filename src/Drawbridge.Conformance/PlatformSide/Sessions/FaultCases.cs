using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.PlatformSide.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Sessions;

/// <summary>A CRM that refuses, talks nonsense, is silent or is not the one it should be.</summary>
internal static class FaultCases
{
    private const string Remedy = "Open a session only for the userId of an answer 2xx of call 4.2 or 4.3, in JSON, whom the platform knows at that CRM.";

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. new[]
    {
        Nothing("unknown-token", Must("FLOW-RELOGIN-6"), "A token that the CRM does not know opens no session", CrmReply.Refused(404, CrmErrorCode.OneTimeTokenNotFound)),
        Nothing("expired-token", Must("FLOW-RELOGIN-6"), "A token that has expired opens no session", CrmReply.Refused(410, CrmErrorCode.TokenExpired)),
        Nothing("server-error", Should("FLOW-RELOGIN-7").Inferred, "A CRM in trouble opens no session", new CrmReply(500, "{\"userId\":1}")),
        Nothing("no-json", Must("P2B-0-6"), "An answer that is no JSON opens no session", new CrmReply(200, "<html>Welcome</html>")),
        Nothing("no-user", Must("P2B-4.2-3"), "An answer without userId opens no session", new CrmReply(200, "{\"accessToken\":\"abcdefghijklmnopqrstuvwx\"}")),
        Nothing("unknown-user", Must("FLOW-CREATE-18"), "A userId that the platform does not know opens no session", new CrmReply(200, "{\"userId\":1}")),
        Case(
            "crm-faults/user-of-another-crm",
            Must("BID-44"),
            "A user of another CRM gets no session by this CRM's word",
            Remedy,
            static async calls => (await calls.OpenAsync(calls.NewCode(await calls.NewUserAsync(crm: calls.Target.Other!.BrokerCrmName)))).MustBeRefused().MustNotHave("sessionId")).Needing(Capability.OtherCrm),
        Case(
            "crm-faults/user-without-single-sign-on",
            Must("B2P-3.2-15"),
            "A user of call 5.1 gets no session by a CRM's word",
            "Open sessions for users of call 3.2 only.",
            static async calls =>
            {
                var answer = await calls.CreateCtidAsync(new JsonObject { ["brokerName"] = calls.Broker, ["email"] = calls.NewEmail() });
                (await calls.OpenAsync(calls.NewCode(answer.MustSucceed().MustHaveNumber("userId")))).MustBeRefused().MustNotHave("sessionId");
            }).And(Must("WS-80")),
        Case(
            "crm-silence/gives-up",
            Should("FLOW-RELOGIN-7").Inferred,
            "A CRM that does not answer keeps nobody waiting for ever",
            "Give up after a few seconds and tell the application that the CRM cannot be reached.",
            static async calls =>
            {
                var code = PlatformCalls.NewWord("code");
                calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, CrmReply.Silence);
                (await calls.OpenAsync(code)).MustBeRefused().MustNotHave("sessionId");
            }),
        Case(
            "crm-faults/redirect",
            Must("P2B-0-2"),
            "A redirect of the CRM is not followed",
            "Follow no redirect: it would carry crmApiToken to an address that nobody has configured.",
            static async calls =>
            {
                var (code, elsewhere) = (PlatformCalls.NewWord("code"), PlatformCalls.NewWord("elsewhere"));
                var userId = await calls.NewUserAsync();
                var target = new UriBuilder(calls.PlayedCrm.Address) { Path = $"/{elsewhere}" }.Uri.AbsoluteUri;
                calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, new CrmReply(307, "", new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = target }));
                calls.PlayedCrm.When($"/{elsewhere}", "", new CrmReply(200, $$"""{"userId":{{userId}}}"""));
                (await calls.OpenAsync(code)).MustBeRefused().MustNotHave("sessionId");
                Check.That(!calls.PlayedCrm.Seen.Any(call => call.Path == $"/{elsewhere}"), "no request to the address of the redirect", "one");
            }),
        Case(
            "crm-faults/certificate",
            Must("P2B-0-4"),
            "A CRM with a certificate that nobody has signed is not called",
            "Check the certificate of the CRM and end the connection when it is not valid.",
            static async calls =>
            {
                var code = calls.NewCode(await calls.NewUserAsync());
                using var _ = calls.PlayedCrm.ShowUntrustedCertificate();
                (await calls.OpenAsync(code)).MustBeRefused().MustNotHave("sessionId");
                Check.That(calls.Asked(CrmPaths.AuthorizeOneTime, code).Count == 0, "no call 4.2", "one");
            }) with { Kind = CaseKind.Alone },
    }.Select(static one => one.Needing(Capability.AppSessions, Capability.PlayedCrm))];

    private static ConformanceCase Nothing(string id, Requirement requirement, string title, CrmReply reply) => Case($"crm-faults/{id}", requirement, title, Remedy, async calls =>
    {
        var code = PlatformCalls.NewWord("code");
        calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, reply);
        (await calls.OpenAsync(code)).MustBeRefused().MustNotHave("sessionId");
    });
}
