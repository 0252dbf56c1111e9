using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.PlatformSide.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Sessions;

/// <summary>Calls 4.4 and 4.5 as the platform makes them, and what calls 3.9 and 3.12 do to sessions.</summary>
internal static class ActionCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. new[]
    {
        Case(
            "crm-4.4/user-sent",
            Must("P2B-4.4-3"),
            "Call 4.4 carries the userId of the session",
            "POST {\"userId\":…} to /oauth2/onetime/generate.",
            static async calls =>
            {
                var (userId, seen) = await ActedAsync(calls, PlatformCalls.NewWord("it"));
                Check.That(seen.Method == "POST" && seen.Body?["userId"]?.ToString() == PlatformCalls.Text(userId), $"POST with userId {userId}", seen.Method);
            }).And(Must("P2B-4.4-1"), Must("FLOW-INAPP-4")),
        Case(
            "crm-4.4/inapp-token-unchanged",
            Must("P2B-IT-7"),
            "Call 4.4 sends the inappToken of the session back unchanged",
            "Keep inappToken with the session and send it in the query of call 4.4, as it came.",
            static async calls =>
            {
                var token = PlatformCalls.NewWord("it") + "_x-Y.~";
                var (_, seen) = await ActedAsync(calls, token);
                Check.That(seen.Parameter("inappToken") == token, "the inappToken as it came", seen.Parameter("inappToken") is null ? "none" : "another one");
            }).And(May("P2B-4.4-2")),
        Case(
            "crm-4.4/no-inapp-token",
            Must("P2B-IT-7"),
            "Call 4.4 sends no inappToken when the CRM gave none",
            "Leave inappToken out when the session has none.",
            static async calls =>
            {
                var (_, seen) = await ActedAsync(calls, inAppToken: null);
                Check.That(string.IsNullOrEmpty(seen.Parameter("inappToken")), "no inappToken", "one");
            }),
        Case(
            "crm-4.4/crm-token-and-names",
            Must("P2B-0-5"),
            "Call 4.4 carries crmApiToken and both names",
            "Send crmApiToken, brokerName and brokerCrmName with call 4.4.",
            static async calls =>
            {
                var (_, seen) = await ActedAsync(calls, PlatformCalls.NewWord("it"));
                Check.That(calls.PlayedCrm.Knows(seen.Parameter("crmApiToken")), "a crmApiToken that call 4.1 gave", "none, or another");
                Check.That(seen.Named("brokerName") == calls.Broker && seen.Named("brokerCrmName") == calls.Crm, "both names", "not both");
            }).And(Must("BID-13")),
        Case(
            "crm-4.4/token-passed-on",
            Must("FLOW-INAPP-6"),
            "The application gets the token of call 4.4",
            "Pass the token on to the application, unchanged.",
            static async calls =>
            {
                var (_, session, token) = await PreparedAsync(calls, PlatformCalls.NewWord("it"));
                (await calls.StartActionAsync(session)).MustSucceed().MustBeObject().MustHave("token", token);
            }).And(Must("P2B-4.4-4")),
        Case(
            "crm-4.4/refused",
            Must("FLOW-INAPP-5"),
            "The application gets no token when the CRM refuses call 4.4",
            "Give no token of your own in place of the CRM's.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var session = await calls.NewSessionAsync(userId);
                calls.PlayedCrm.When(CrmPaths.GenerateOneTime, $"{userId}", CrmReply.Refused(404, CrmErrorCode.UserNotFound));
                (await calls.StartActionAsync(session)).MustBeRefused().MustNotHave("token");
            }),
        Case(
            "crm-4.5/sent",
            Must("P2B-4.5-7"),
            "Logging out in an application makes the platform call 4.5",
            "POST to /oauth2/logout with userId and accessToken of the session in the query.",
            static async calls =>
            {
                var (userId, token) = (await calls.NewUserAsync(), PlatformCalls.NewWord("at"));
                await calls.EndSessionAsync(await calls.NewSessionAsync(userId, accessToken: token));
                var seen = calls.AskedOnce(CrmPaths.Logout, token);
                Check.That(seen.Parameter("userId") == PlatformCalls.Text(userId) && seen.Parameter("accessToken") == token, "userId and accessToken of the session", "something else");
            }).And(Must("P2B-4.5-1"), Must("P2B-4.5-2"), Must("FLOW-LOGOUT-2")),
        Case(
            "crm-4.5/no-access-token",
            Must("P2B-4.5-3").Inferred,
            "Call 4.5 has an empty accessToken for a session without one",
            "Send accessToken always, empty when there is none.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await calls.EndSessionAsync(await calls.NewSessionAsync(userId));
                Check.That(calls.AskedOnce(CrmPaths.Logout, $"{userId}").Parameter("accessToken") == "", "an empty accessToken", "none, or a token");
            }),
        Case(
            "crm-4.5/crm-token-and-names",
            Must("P2B-0-5"),
            "Call 4.5 carries crmApiToken and both names",
            "Send crmApiToken, brokerName and brokerCrmName with call 4.5.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await calls.EndSessionAsync(await calls.NewSessionAsync(userId));
                var seen = calls.AskedOnce(CrmPaths.Logout, $"{userId}");
                Check.That(calls.PlayedCrm.Knows(seen.Parameter("crmApiToken")), "a crmApiToken that call 4.1 gave", "none, or another");
                Check.That(seen.Named("brokerName") == calls.Broker && seen.Named("brokerCrmName") == calls.Crm, "both names", "not both");
            }),
        Case(
            "crm-4.5/session-over",
            Must("FLOW-LOGOUT-2"),
            "A session is over after its log-out, also when the CRM cannot be told",
            "End the session first, then tell the CRM.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var session = await calls.NewSessionAsync(userId);
                calls.PlayedCrm.When(CrmPaths.Logout, $"{userId}", new CrmReply(500));
                await calls.EndSessionAsync(session);
                (await calls.ReadSessionAsync(session)).MustBeRefused();
            }),
        Case(
            "3.12/sessions-end",
            Must("B2P-3.12-4"),
            "Call 3.12 ends all sessions of the user",
            "Drop every session of the user in every application.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                var (first, second) = (await calls.NewSessionAsync(userId), await calls.NewSessionAsync(userId));
                (await calls.LogOutAsync(PlatformCalls.Text(userId), calls.Crm)).MustSucceed();
                (await calls.ReadSessionAsync(first)).MustBeRefused();
                (await calls.ReadSessionAsync(second)).MustBeRefused();
            }).And(Must("B2P-3.12-5"), Must("FLOW-LOGOUT-1")),
        Case(
            "3.12/others-stay",
            Must("B2P-3.12-4"),
            "Call 3.12 leaves the sessions of other users",
            "End the sessions of the user who is named, only.",
            static async calls =>
            {
                var session = await calls.NewSessionAsync(await calls.NewUserAsync());
                (await calls.LogOutAsync(PlatformCalls.Text(await calls.NewUserAsync()), calls.Crm)).MustSucceed();
                (await calls.ReadSessionAsync(session)).MustSucceed();
            }),
        Case(
            "3.12/no-call-back",
            Must("FLOW-LOGOUT-3").Inferred,
            "Call 3.12 is not answered with call 4.5",
            "Do not tell the CRM of a log-out that it has asked for.",
            static async calls =>
            {
                var userId = await calls.NewUserAsync();
                await calls.NewSessionAsync(userId);
                (await calls.LogOutAsync(PlatformCalls.Text(userId), calls.Crm)).MustSucceed();
                Check.That(calls.Asked(CrmPaths.Logout, $"{userId}").Count == 0, "no call 4.5", "one");
            }),
        Shown("3.9/shown", Must("B2P-3.9-17").Inferred, "The last set of ribbons is shown", "Replace the whole set by each call.", static async (calls, userId, _, _) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("first"));
            await SetAsync(calls, userId, PlatformCalls.Ribbon("second"), PlatformCalls.Ribbon("third"));
            return (null, ["second", "third"]);
        }).And(Must("FLOW-RIBBON-2"), Must("FLOW-RIBBON-3")),
        Shown("3.9/cleared", Must("B2P-3.9-4"), "Empty rules clear every ribbon", "Clear the set when rules is {}.", static async (calls, userId, _, _) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("first"));
            var body = calls.Controls(userId);
            body["rules"] = new JsonObject();
            (await calls.SetControlsAsync(body)).MustSucceed();
            return (null, []);
        }).And(Must("FLOW-RIBBON-7")),
        Shown("3.9/disabled", Must("B2P-3.9-8"), "A ribbon that is not enabled is not shown", "Show enabled ribbons only.", static async (calls, userId, _, _) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("hidden", enabled: false), PlatformCalls.Ribbon("seen"));
            return (null, ["seen"]);
        }),
        Shown("3.9/refused-set", Must("B2P-3.9-6").Inferred, "A set that is refused leaves the one before", "Check the whole set before anything of it counts.", static async (calls, userId, _, _) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("before"));
            var bad = PlatformCalls.Ribbon("bad");
            bad["color"] = "red";
            await calls.SetControlsAsync(calls.Controls(userId, PlatformCalls.Ribbon("good"), bad));
            return (null, ["before"]);
        }),
        Shown("3.9/by-account", Must("B2P-3.9-14"), "A ribbon of an account comes before all others in sessions of that account", "Look for ribbons of the account first.", static async (calls, userId, accountId, _) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("crm"), PlatformCalls.Ribbon("broker", calls.Broker), PlatformCalls.Ribbon("account", accountId: accountId));
            return (accountId, ["account"]);
        }),
        Shown("3.9/by-broker", Must("B2P-3.9-15"), "A ribbon of a broker is shown where no ribbon matches by account", "Look for ribbons of the broker when the account has none.", static async (calls, userId, accountId, other) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("crm"), PlatformCalls.Ribbon("broker", calls.Broker), PlatformCalls.Ribbon("account", accountId: accountId));
            return (other, ["broker"]);
        }),
        Shown("3.9/by-crm", Must("B2P-3.9-16"), "A ribbon without scope is shown where no ribbon matches by account or broker", "Look for ribbons of the CRM when account and broker have none.", static async (calls, userId, accountId, other) =>
        {
            await SetAsync(calls, userId, PlatformCalls.Ribbon("crm"), PlatformCalls.Ribbon("account", accountId: accountId));
            return (other, ["crm"]);
        }),
    }.Select(static one => one.Needing(Capability.AppSessions, Capability.PlayedCrm))];

    private static async Task SetAsync(PlatformCalls calls, long userId, params JsonObject[] ribbons) => (await calls.SetControlsAsync(calls.Controls(userId, ribbons))).MustSucceed();

    private static ConformanceCase Shown(string id, Requirement requirement, string title, string remedy, Func<PlatformCalls, long, long, long, Task<(long? AccountId, string[] Titles)>> act) => Case(id, requirement, title, remedy, async calls =>
    {
        var (userId, _, first) = await calls.NewAccountAsync();
        var second = await calls.NewLinkAsync(userId, await calls.NewTraderAsync());
        var session = await calls.NewSessionAsync(userId);
        var (account, expected) = await act(calls, userId, first, second);
        var shown = (await calls.ReadSessionAsync(session, account)).MustSucceed().MustBeObject().MustHaveList("ribbons").Select(static ribbon => ribbon.Text("title")).ToList();
        Check.That(shown.SequenceEqual(expected), expected.Length == 0 ? "no ribbon" : $"the ribbons {string.Join(", ", expected)}", shown.Count == 0 ? "none" : string.Join(", ", shown));
    });

    private static async Task<(long UserId, string Session, string Token)> PreparedAsync(PlatformCalls calls, string? inAppToken)
    {
        var userId = await calls.NewUserAsync();
        var token = PlatformCalls.NewWord("ot");
        calls.PlayedCrm.When(CrmPaths.GenerateOneTime, $"{userId}", new CrmReply(200, $$"""{"token":"{{calls.Learnt(token, "OT token")}}"}"""));
        return (userId, await calls.NewSessionAsync(userId, inAppToken: inAppToken), token);
    }

    private static async Task<(long UserId, CrmCallSeen Seen)> ActedAsync(PlatformCalls calls, string? inAppToken)
    {
        var (userId, session, _) = await PreparedAsync(calls, inAppToken);
        await calls.StartActionAsync(session);
        return (userId, calls.AskedOnce(CrmPaths.GenerateOneTime, $"{userId}"));
    }
}
