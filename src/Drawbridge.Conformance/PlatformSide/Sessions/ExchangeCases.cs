using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.PlatformSide.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Sessions;

/// <summary>Calls 4.1 to 4.3 as the platform makes them.</summary>
internal static class ExchangeCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. new[]
    {
        Case(
            "crm-4.2/code-sent",
            Must("P2B-4.2-2"),
            "The token of the success page goes to the CRM as code of call 4.2",
            "POST {\"code\":\"…\"} to /oauth2/onetime/authorize, the token as it came.",
            static async calls =>
            {
                var code = await ExchangedAsync(calls);
                var seen = calls.AskedOnce(CrmPaths.AuthorizeOneTime, code);
                Check.That(seen.Method == "POST" && seen.Member("code") == code, "POST with the token as code", seen.Method);
            }).And(Must("P2B-4.2-1"), Must("FLOW-CREATE-16"), Must("P2B-0-1"), Must("P2B-0-3")),
        Case(
            "crm-4.2/crm-token",
            Must("P2B-0-5"),
            "Call 4.2 carries the crmApiToken of call 4.1 in its query",
            "Send crmApiToken as a query parameter, as call 4.1 gave it.",
            static async calls =>
            {
                var code = await ExchangedAsync(calls);
                Check.That(calls.PlayedCrm.Knows(calls.AskedOnce(CrmPaths.AuthorizeOneTime, code).Parameter("crmApiToken")), "a crmApiToken that call 4.1 gave", "none, or another");
            }),
        Names("crm-4.2/names", "Call 4.2 names broker and CRM", CrmPaths.AuthorizeOneTime, static (calls, _) => ExchangedAsync(calls)),
        Case(
            "crm-4.2/json",
            Must("P2B-0-6"),
            "The body of call 4.2 is JSON and says so",
            "Send Content-Type application/json with UTF-8.",
            static async calls =>
            {
                var seen = calls.AskedOnce(CrmPaths.AuthorizeOneTime, await ExchangedAsync(calls));
                Check.That(seen.Body is not null && seen.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/json", StringComparison.OrdinalIgnoreCase), "a JSON object as application/json", "something else");
            }),
        Case(
            "crm-4.2/user",
            Must("P2B-4.2-3"),
            "The session belongs to the user whom the CRM named",
            "Open the session for the userId of the answer.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                (await calls.OpenAsync(calls.NewCode(userId))).MustSucceed().MustBeObject().MustHave("userId", userId);
            }).And(Must("FLOW-CREATE-18"), Must("FLOW-GEN-2")),
        Case(
            "crm-4.2/access-token-passed-on",
            Must("P2B-4.2-4"),
            "The application gets the access token of the CRM's answer",
            "Pass accessToken on to the application, unchanged.",
            static async calls =>
            {
                var token = PlatformCalls.NewWord("at");
                (await calls.OpenAsync(calls.NewCode(await calls.NewUserAsync(), accessToken: token))).MustSucceed().MustBeObject().MustHave("accessToken", token);
            }).And(Must("FLOW-CREATE-18"), Must("FLOW-KMLI-2")),
        Case(
            "crm-4.2/no-access-token",
            Must("FLOW-KMLI-3"),
            "The application gets no access token when the CRM gave none",
            "Invent no accessToken.",
            static async calls => (await calls.OpenAsync(calls.NewCode(await calls.NewUserAsync()))).MustSucceed().MustNotHave("accessToken")),
        Case(
            "crm-4.3/access-token-sent",
            Must("P2B-4.3-2"),
            "A stored access token goes to the CRM by call 4.3",
            "POST {\"accessToken\":\"…\"} to /oauth2/authorize with crmApiToken in the query.",
            static async calls =>
            {
                var token = await ReopenedAsync(calls);
                var seen = calls.AskedOnce(CrmPaths.Authorize, token);
                Check.That(seen.Method == "POST" && seen.Member("accessToken") == token, "POST with the access token", seen.Method);
                Check.That(calls.PlayedCrm.Knows(seen.Parameter("crmApiToken")), "a crmApiToken that call 4.1 gave", "none, or another");
            }).And(Must("P2B-4.3-1"), Must("FLOW-RELOGIN-3")),
        Names("crm-4.3/names", "Call 4.3 names broker and CRM", CrmPaths.Authorize, static (calls, _) => ReopenedAsync(calls)),
        Case(
            "crm-4.3/verified-each-time",
            Must("FLOW-RELOGIN-3"),
            "A stored access token is verified at every start",
            "Ask the CRM each time: it may have revoked the token since.",
            static async calls =>
            {
                var token = await ReopenedAsync(calls);
                (await calls.ReopenAsync(token)).MustSucceed();
                Check.That(calls.Asked(CrmPaths.Authorize, token).Count == 2, "two calls 4.3 for two starts", $"{calls.Asked(CrmPaths.Authorize, token).Count}");
            }).And(Must("P2B-4.3-7")),
        Case(
            "crm-4.3/refused-token-is-forgotten",
            Must("FLOW-RELOGIN-6"),
            "An access token that the CRM has refused opens nothing and is not sent again",
            "Forget an access token once the CRM has refused it: log-outs of later sessions must not carry it.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var token = PlatformCalls.NewWord("at");
                calls.PlayedCrm.When(CrmPaths.Authorize, token, CrmReply.Refused(404, CrmErrorCode.AccessTokenNotFound));
                (await calls.ReopenAsync(token)).MustBeRefused().MustNotHave("sessionId");
                await calls.EndSessionAsync(await calls.NewSessionAsync(userId));
                Check.That(calls.AskedOnce(CrmPaths.Logout, $"{userId}").Parameter("accessToken") == "", "a log-out with an empty accessToken", "one with a token, or without the parameter");
            }),
        Case(
            "crm-4.1/password-sent",
            Must("P2B-4.1-2"),
            "Call 4.1 carries the password in its body",
            "POST {\"password\":\"…\"} to /oauth2/crmApiToken.",
            static async calls =>
            {
                await RenewedAsync(calls);
                var seen = calls.PlayedCrm.Seen.Last(static call => call.Path == CrmPaths.CrmApiToken);
                Check.That(seen.Method == "POST" && seen.Member("password") == calls.Target.CrmPassword, "POST with the password in the body", seen.Method);
                Check.That(seen.Parameter("crmApiToken") is null, "no crmApiToken in the query", "one");
            }).And(Must("P2B-4.1-1"), Must("P2B-0-1")) with { Kind = CaseKind.Alone },
        Case(
            "crm-4.1/names",
            Must("BID-11"),
            "Call 4.1 names broker and CRM",
            "Send brokerName and brokerCrmName with call 4.1.",
            static async calls =>
            {
                await RenewedAsync(calls);
                MustName(calls, calls.PlayedCrm.Seen.Last(static call => call.Path == CrmPaths.CrmApiToken));
            }).And(Must("P2B-4.1-1"), Must("BID-6"), Must("BID-7")) with { Kind = CaseKind.Alone },
        Case(
            "crm-4.1/reused",
            Should("P2B-CT-5"),
            "One crmApiToken serves several calls",
            "Keep crmApiToken in memory until the CRM refuses it, which is a week or more.",
            static async calls =>
            {
                await ExchangedAsync(calls);
                var before = calls.PlayedCrm.Seen.Count(static call => call.Path == CrmPaths.CrmApiToken);
                await ExchangedAsync(calls);
                await ExchangedAsync(calls);
                var more = calls.PlayedCrm.Seen.Count(static call => call.Path == CrmPaths.CrmApiToken) - before;
                Check.That(more == 0, "no further call 4.1", $"{more}");
            }) with { Kind = CaseKind.Alone },
        Case(
            "crm-4.1/renewed-once",
            Should("P2B-0-17").Inferred,
            "After a refused crmApiToken the platform runs call 4.1 once and repeats the call once",
            "On 403 CH_CLIENT_AUTH_FAILURE get a new crmApiToken by call 4.1, then repeat the call with it.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var (code, tokens) = (PlatformCalls.NewWord("code"), new List<string?>());
                calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, call =>
                {
                    lock (tokens)
                    {
                        tokens.Add(call.Parameter("crmApiToken"));
                        return tokens.Count == 1 ? CrmReply.Refused(403, CrmErrorCode.ClientAuthFailure) : new CrmReply(200, $$"""{"userId":{{userId}}}""");
                    }
                });
                (await calls.OpenAsync(code)).MustSucceed();
                Check.That(tokens.Count == 2 && tokens[0] != tokens[1], "two calls 4.2 with different crmApiTokens", $"{tokens.Count}");
            }),
        Case(
            "crm-4.1/no-endless-renewing",
            Should("P2B-0-17").Inferred,
            "A call that the CRM refuses again is not sent a third time",
            "Repeat a call once, not until it succeeds.",
            static async calls =>
            {
                var code = PlatformCalls.NewWord("code");
                calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, CrmReply.Refused(403, CrmErrorCode.ClientAuthFailure));
                (await calls.OpenAsync(code)).MustBeRefused().MustNotHave("sessionId");
                Check.That(calls.Asked(CrmPaths.AuthorizeOneTime, code).Count == 2, "two calls 4.2", $"{calls.Asked(CrmPaths.AuthorizeOneTime, code).Count}");
            }),
        Case(
            "crm-4.1/other-refusals-stay",
            Should("P2B-0-17").Inferred,
            "A refusal for another reason is not tried again",
            "Take every refusal but CH_CLIENT_AUTH_FAILURE for final.",
            static async calls =>
            {
                var code = PlatformCalls.NewWord("code");
                calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, CrmReply.Refused(403, CrmErrorCode.InsufficientPermissions));
                (await calls.OpenAsync(code)).MustBeRefused().MustNotHave("sessionId");
                Check.That(calls.Asked(CrmPaths.AuthorizeOneTime, code).Count == 1, "one call 4.2", $"{calls.Asked(CrmPaths.AuthorizeOneTime, code).Count}");
            }),
    }.Select(static one => one.Needing(Capability.AppSessions, Capability.PlayedCrm))];

    internal static ConformanceCase Names(string id, string title, string path, Func<PlatformCalls, string, Task<string>> act) => Case(
        id,
        Must("BID-7"),
        title,
        "Send brokerName and brokerCrmName, exactly as they were agreed, with every call to a CRM.",
        async calls => MustName(calls, calls.AskedOnce(path, await act(calls, path)))).And(Must("BID-4"), Must("BID-6"), Must("BID-14"), Must("FLOW-GEN-6"));

    private static void MustName(PlatformCalls calls, CrmCallSeen seen)
    {
        Check.That(seen.Named("brokerName") == calls.Broker, $"brokerName {calls.Broker}", seen.Named("brokerName") ?? "none");
        Check.That(seen.Named("brokerCrmName") == calls.Crm, $"brokerCrmName {calls.Crm}", seen.Named("brokerCrmName") ?? "none");
    }

    /// <summary>A log-in; the code that was exchanged.</summary>
    private static async Task<string> ExchangedAsync(PlatformCalls calls)
    {
        var code = calls.NewCode(await calls.NewUserAsync());
        await calls.OpenAsync(code);
        return code;
    }

    /// <summary>A start with a stored access token; that token.</summary>
    private static async Task<string> ReopenedAsync(PlatformCalls calls)
    {
        var token = PlatformCalls.NewWord("at");
        calls.PlayedCrm.When(CrmPaths.Authorize, token, new CrmReply(200, $$"""{"userId":{{await calls.NewUserAsync()}}}"""));
        (await calls.ReopenAsync(token)).MustSucceed();
        return token;
    }

    /// <summary>Has the platform get a new crmApiToken.</summary>
    private static async Task RenewedAsync(PlatformCalls calls)
    {
        var before = calls.PlayedCrm.Seen.Count(static call => call.Path == CrmPaths.CrmApiToken);
        var code = PlatformCalls.NewWord("code");
        calls.PlayedCrm.When(CrmPaths.AuthorizeOneTime, code, CrmReply.Refused(403, CrmErrorCode.ClientAuthFailure));
        await calls.OpenAsync(code);
        Check.That(calls.PlayedCrm.Seen.Count(static call => call.Path == CrmPaths.CrmApiToken) > before, "a call 4.1 after a refused crmApiToken", "none");
    }
}
