using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Handoff;

/// <summary>Screens that are opened with a token of the platform (FLOW-HANDOFF).</summary>
internal static class HandoffCases
{
    /// <summary>A token that no platform has issued.</summary>
    internal const string Unknown = "Zm9yIG5vYm9keSBhdCBhbGwgMDEyMzQ1Njc4OQ";

    private static readonly (Capability Needs, string Name, Func<ScreenPlan, string> Path, string Requirement)[] Screens =
    [
        (Capability.Deposit, "deposit", static screens => screens.Deposit, "MOD-21"),
        (Capability.Withdrawal, "withdrawal", static screens => screens.Withdrawal, "MOD-21"),
        (Capability.Kyc, "kyc", static screens => screens.Kyc, "MOD-22"),
        (Capability.CustomAction, "action", static screens => screens.CustomAction, "MOD-23"),
        (Capability.Chat, "chat", static screens => screens.Chat, "MOD-23"),
    ];

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. Screens.SelectMany(static screen => OfScreen(screen.Needs, screen.Name, screen.Path, screen.Requirement)), .. OfRedeem()];

    private static IEnumerable<ConformanceCase> OfScreen(Capability needs, string name, Func<ScreenPlan, string> path, string requirement)
    {
        IReadOnlyList<Capability> all = [Capability.Handoff, Capability.Platform, needs];
        yield return new()
        {
            Id = $"handoff/FLOW-HANDOFF/{name}-opens",
            Title = $"The {name} screen opens with a one-time token of the platform, without a log-in",
            Requirement = Must(requirement),
            Also = [Must("FLOW-HANDOFF-4"), Must("FLOW-HANDOFF-5"), Must("FLOW-HANDOFF-8").Inferred, Must("FLOW-HANDOFF-9"), Must("MOD-4"), Must("MOD-11")],
            Remedy = "Send the token of the address to the platform's redeem call from your server, find the trader by the userId or e-mail that it returns, and show the screen.",
            Needs = all,
            RunAsync = async (run, cancellationToken) =>
            {
                var entrance = new HandoffEntrance(run);
                var screen = await entrance.EnterAsync(entrance.Open(path(run.Plan.Screens), await entrance.NewTokenAsync(cancellationToken)), cancellationToken);
                screen.MustHaveStatus(200);
                MustShowNoLogIn(screen);
            },
        };
        yield return new()
        {
            Id = $"handoff/FLOW-HANDOFF/{name}-used-token",
            Title = $"The {name} screen does not open a second time with a token that was used",
            Requirement = Must("FLOW-HANDOFF-7").Inferred,
            Also = [Must("FLOW-HANDOFF-6")],
            Remedy = "Redeem the token each time the address is opened without a session of your own, and answer with a page that says that the link has expired (404) when the platform does not know it.",
            Needs = all,
            RunAsync = async (run, cancellationToken) =>
            {
                var entrance = new HandoffEntrance(run);
                var request = entrance.Open(path(run.Plan.Screens), await entrance.NewTokenAsync(cancellationToken));
                (await entrance.EnterAsync(request, cancellationToken)).MustHaveStatus(200);
                MustBeExpiredPage(await entrance.EnterAsync(request, cancellationToken));
            },
        };
        yield return new()
        {
            Id = $"handoff/FLOW-HANDOFF/{name}-unknown-token",
            Title = $"The {name} screen answers an unknown token with a page that says that the link has expired",
            Requirement = Must("FLOW-HANDOFF-7").Inferred,
            Remedy = "Answer 404 with a page without a log-in form when the platform does not know the token.",
            Needs = all,
            RunAsync = async (run, cancellationToken) =>
            {
                var entrance = new HandoffEntrance(run);
                MustBeExpiredPage(await entrance.EnterAsync(entrance.Open(path(run.Plan.Screens), Unknown), cancellationToken));
            },
        };
        yield return new()
        {
            Id = $"handoff/FLOW-HANDOFF/{name}-without-token",
            Title = $"The {name} screen refuses an address without a token",
            Requirement = Must("SCR-27"),
            Also = [Must("SCR-37").Inferred],
            Remedy = "Answer 400 with an error page, without a log-in form, when the parameter token is missing and there is no session of the screen's own.",
            Needs = all,
            RunAsync = async (run, cancellationToken) =>
            {
                var entrance = new HandoffEntrance(run);
                var page = await entrance.EnterAsync(entrance.Open(path(run.Plan.Screens), token: null), cancellationToken);
                page.MustBeRefused();
                MustShowNoLogIn(page);
            },
        };
    }

    private static IEnumerable<ConformanceCase> OfRedeem()
    {
        yield return Of(
            "one-redeem", "Opening a screen redeems its token once, by the CRM's server", Must("FLOW-HANDOFF-5").Inferred,
            "Redeem the token on your server when the screen is opened; do not leave it to the page, and do not redeem it a second time.",
            static async (run, entrance, cancellationToken) =>
            {
                var token = await entrance.NewTokenAsync(cancellationToken);
                var before = await entrance.LastCallAsync(cancellationToken);
                await entrance.EnterAsync(entrance.Open(run.Plan.Screens.Deposit, token), cancellationToken);
                var redeems = await entrance.RedeemsAsync(before, cancellationToken);
                Check.That(redeems.Count == 1, "one redeem call at the platform", redeems.Count == 0 ? "none, though no script of the page has run" : $"{redeems.Count}");
            },
            CaseKind.Alone);
        yield return Of(
            "nothing-to-redeem", "An address without a token asks the platform for nothing", Must("SCR-27"),
            "Look for the parameter token before you call the platform.",
            static async (run, entrance, cancellationToken) =>
            {
                var before = await entrance.LastCallAsync(cancellationToken);
                await entrance.EnterAsync(entrance.Open(run.Plan.Screens.Deposit, token: null), cancellationToken);
                var redeems = await entrance.RedeemsAsync(before, cancellationToken);
                Check.That(redeems.Count == 0, "no redeem call", $"{redeems.Count}");
            },
            CaseKind.Alone);
        yield return Of(
            "manager-token-renewed", "A manager token that the platform refuses is renewed, and the redeem repeated once", Must("FLOW-HANDOFF-7").Inferred,
            "When redeem answers 401, fetch a new manager token by call 3.1 and send the redeem again, once.",
            static async (run, entrance, cancellationToken) =>
            {
                var token = await entrance.NewTokenAsync(cancellationToken);
                await using var failing = await entrance.FailRedeemsAsync(401, "AUTHENTICATION_FAILED", times: 1, cancellationToken);
                (await entrance.EnterAsync(entrance.Open(run.Plan.Screens.Deposit, token), cancellationToken)).MustHaveStatus(200);
            },
            CaseKind.Alone);
        yield return Of(
            "manager-token-refused", "A manager token that is refused again ends with an error page after one repeat", Must("FLOW-HANDOFF-7").Inferred,
            "Repeat the redeem once only; after that show an error page and log what has to be mended.",
            static async (run, entrance, cancellationToken) =>
            {
                var token = await entrance.NewTokenAsync(cancellationToken);
                await using var failing = await entrance.FailRedeemsAsync(401, "AUTHENTICATION_FAILED", times: 2, cancellationToken);
                var before = await entrance.LastCallAsync(cancellationToken);
                var page = await entrance.EnterAsync(entrance.Open(run.Plan.Screens.Deposit, token), cancellationToken);
                page.MustBeRefused();
                var redeems = await entrance.RedeemsAsync(before, cancellationToken);
                Check.That(redeems.Count == 2, "two redeem calls", $"{redeems.Count}");
            },
            CaseKind.Alone);
        yield return Of(
            "rights-missing", "A platform that refuses the manager's rights ends with an error page that names no secret", Must("FLOW-HANDOFF-7").Inferred,
            "Show an error page when redeem answers 403, and log that the manager has no rights for the broker.",
            static async (run, entrance, cancellationToken) =>
            {
                var token = await entrance.NewTokenAsync(cancellationToken);
                await using var failing = await entrance.FailRedeemsAsync(403, "NOT_ENOUGH_RIGHTS", times: 1, cancellationToken);
                var page = await entrance.EnterAsync(entrance.Open(run.Plan.Screens.Deposit, token), cancellationToken);
                page.MustBeRefused();
                MustShowNoLogIn(page);
                page.Must(!page.Body.Contains(token, StringComparison.Ordinal), "a page without the token", "one that repeats it");
            },
            CaseKind.Alone);
        yield return Of(
            "foreign-account", "A screen is refused for an account that is not the token's", Must("SCR-28").Inferred,
            "Compare the parameter account with tradingLogin of the redeem's answer, and answer 403 when they differ.",
            static async (run, entrance, cancellationToken) =>
            {
                if (run.Broker.HandoffUser?.ForeignLogin is not { } foreign)
                {
                    throw new ConfigurationFaultException("the plan names no account of somebody else", "Add foreignLogin to handoffUser in the plan: the number of another trader's account at the same broker.");
                }

                var page = await entrance.EnterAsync(entrance.Open(run.Plan.Screens.Deposit, await entrance.NewTokenAsync(cancellationToken), foreign), cancellationToken);
                page.MustHaveStatus(403);
            });
        yield return Of(
            "account-conflict", "Parameters account and acc with different values are refused", Must("SCR-29").Inferred,
            "Answer 400 when both parameters are there and differ.",
            static async (run, entrance, cancellationToken) => (await entrance.EnterAsync(
                entrance.Open(run.Plan.Screens.Deposit, await entrance.NewTokenAsync(cancellationToken)).AddQuery("acc", "1"), cancellationToken)).MustHaveStatus(400));
        yield return Of(
            "acc", "The older parameter acc stands for account", Must("SCR-29"),
            "Read the account from acc when account is missing.",
            static async (run, entrance, cancellationToken) =>
            {
                var request = entrance.Open(run.Plan.Screens.Deposit, await entrance.NewTokenAsync(cancellationToken));
                var account = request.Query.First(static pair => pair.Key == "account").Value;
                (await entrance.EnterAsync(request.WithQuery("account", null).AddQuery("acc", account), cancellationToken)).MustHaveStatus(200);
            });
        yield return Of(
            "not-stored", "A screen that was opened with a token is stored nowhere and tells no other site its address", Must("SCR-55").Inferred,
            "Send Cache-Control: no-store and Referrer-Policy: no-referrer with every page whose address can hold a token.",
            static async (run, entrance, cancellationToken) =>
            {
                var first = await run.SendAsync("opens the screen", entrance.Open(run.Plan.Screens.Deposit, await entrance.NewTokenAsync(cancellationToken)), cancellationToken);
                first.Must(first.Header("Cache-Control")?.Contains("no-store", StringComparison.OrdinalIgnoreCase) == true, "Cache-Control: no-store", first.Header("Cache-Control") ?? "no Cache-Control");
                first.Must(first.Header("Referrer-Policy") is "no-referrer" or "same-origin" or "strict-origin", "Referrer-Policy: no-referrer", first.Header("Referrer-Policy") ?? "no Referrer-Policy");
            });
        foreach (var (path, call) in new[] { ("/oauth2/onetime/authorize", "4.2"), ("/oauth2/authorize", "4.3"), ("/oauth2/onetime/generate", "4.4") })
        {
            yield return Of(
                $"no-call-{call}", $"Call {call} gives nobody anything under handoff", Must("FLOW-HANDOFF-10"),
                "Refuse the calls of section 4 for brokers whose users log in at the platform: nobody there has a session of yours.",
                async (run, _, cancellationToken) =>
                {
                    var answer = await run.SendAsync(
                        $"makes call {call}",
                        run.Crm.Exchange("not-a-token-of-anybody-0123456789", Unknown) with { Url = new Uri(run.Broker.Url, path), Body = $$"""{"code":"{{Unknown}}","accessToken":"{{Unknown}}","userId":1}""" },
                        cancellationToken);
                    answer.MustBeRefused().MustNotHave("userId", "accessToken", "token", "inappToken");
                },
                needsPlatform: false) with { Also = [Must("MOD-5")] };
        }
    }

    private static ConformanceCase Of(
        string name, string title, Requirement requirement, string remedy, Func<CaseRun, HandoffEntrance, CancellationToken, Task> look, CaseKind kind = CaseKind.Api, bool needsPlatform = true) => new()
    {
        Id = $"handoff/FLOW-HANDOFF/{name}",
        Title = title,
        Requirement = requirement,
        Remedy = remedy,
        Needs = needsPlatform ? [Capability.Handoff, Capability.Platform, Capability.Deposit] : [Capability.Handoff],
        Kind = kind,
        RunAsync = (run, cancellationToken) => look(run, new HandoffEntrance(run), cancellationToken),
    };

    private static void MustBeExpiredPage(Answer page)
    {
        page.MustHaveStatus(404, 410);
        MustShowNoLogIn(page);
    }

    private static void MustShowNoLogIn(Answer page) =>
        page.Must(!page.Body.Contains("type=\"password\"", StringComparison.OrdinalIgnoreCase), "a page without a log-in form", "one with a field for a password");
}
