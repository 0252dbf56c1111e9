using System.Text.RegularExpressions;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>cTrader Web from the client area (6.3.8), and logging out on either side.</summary>
internal static partial class ClientAreaCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("6.3.8/visible", "The client area shows a way to open cTrader Web", Must("CONF-6.3.8-1"), "Put a link or button that opens cTrader Web on the client area's page.",
            static async (run, cancellationToken) => (await OpenWebAsync(run, cancellationToken)).MustBeVisible(), Capability.ClientArea, Capability.EmbeddedWeb) with { Also = [Must("SCR-12"), Must("FLOW-EMBED-1"), Must("MOD-56")] },
        Of("6.3.8/authorised", "The client area opens cTrader Web with the trader authorised in it (4.2)", Must("CONF-6.3.8-2"), "Open cTrader Web with a fresh OT token of the trader who is logged in.",
            static async (run, cancellationToken) =>
            {
                var web = (await OpenWebAsync(run, cancellationToken)).MustBeOpen();
                Check.That(web.Exchanged, "call 4.2 with success", "none");
            }, Capability.ClientArea, Capability.EmbeddedWeb, Capability.Platform) with { Also = [Must("FLOW-EMBED-2"), Must("FLOW-EMBED-5"), Must("FLOW-EMBED-6"), Must("FLOW-EMBED-7"), Must("MOD-6")] },
        Of("SCR-81/web-address", "The address of cTrader Web has the token, the account, the language and source=web", Must("SCR-81"), "Build the address as host and path of the setting with token, acc, lang and source=web.",
            static async (run, cancellationToken) =>
            {
                var query = System.Web.HttpUtility.ParseQueryString((await OpenWebAsync(run, cancellationToken)).MustBeOpen().Url!.Query);
                Check.That(query["acc"] is not null || query["account"] is not null, "the parameter acc", "none");
                Check.That(query["lang"] is not null, "the parameter lang", "none");
                Check.That(string.Equals(query["source"], "web", StringComparison.OrdinalIgnoreCase), "source=web", $"source={query["source"]}");
            }, Capability.ClientArea, Capability.EmbeddedWeb) with { Also = [Must("SCR-80"), Must("FLOW-EMBED-4")] },
        Of("SCR-82/token-on-click", "The token for cTrader Web is made when the trader clicks, not with the page", Must("SCR-82"), "Generate the OT token in the answer to the click: it is good for a minute only.",
            static async (run, cancellationToken) => Check.That(!(await OpenWebAsync(run, cancellationToken)).InPage, "a page without a token", "a link with one in it"), Capability.ClientArea, Capability.EmbeddedWeb) with { Also = [Must("FLOW-EMBED-3")] },
        Of("FLOW-KMLI-4/not-kept", "Without the choice to be kept logged in at the client area, cTrader Web gets no accessToken", Must("FLOW-KMLI-4").Inferred, "Let the choice of the client area's log-in count for the OT token of cTrader Web.",
            static async (run, cancellationToken) =>
            {
                var web = (await OpenWebAsync(run, cancellationToken)).MustBeOpen();
                if (!web.Exchanged)
                {
                    throw new ConfigurationFaultException("cTrader Web has not exchanged its OT token", "Look at functions/6.3.8/authorised first.");
                }

                Check.That(!web.IsKept, "no accessToken from call 4.2", "one");
            }, Capability.ClientArea, Capability.EmbeddedWeb, Capability.Platform),
        Of("FLOW-LOGOUT-1/client-area", "Logging out in the client area logs the trader out at the platform (3.12)", Must("FLOW-LOGOUT-1"), "Send call 3.12 when the trader logs out.",
            static async (run, cancellationToken) => Check.That((await LogOutAsync(run, cancellationToken)).Call?.Succeeded == true, "call 3.12 with success", (await LogOutAsync(run, cancellationToken)).Call?.ToString() ?? "none"), Capability.ClientArea, Capability.Platform),
        Of("FLOW-LOGOUT-1/sessions", "The application's session is over after the trader has logged out in the client area", Must("FLOW-LOGOUT-1"), "Send call 3.12 with the trader's userId.",
            static async (run, cancellationToken) => Check.That((await LogOutAsync(run, cancellationToken)).SessionIsOver, "a session that is over", "one that goes on"), Capability.ClientArea, Capability.Platform),
        Of("FLOW-LOGOUT-4/tokens", "No access token of the trader is good after logging out in the client area", Must("FLOW-LOGOUT-4").Inferred, "Revoke the trader's access tokens when the trader logs out: the application would log in again by itself.",
            static async (run, cancellationToken) => Check.That((await LogOutAsync(run, cancellationToken)).TokenIsRefused, "an access token that is refused", "one that still logs in"), Capability.ClientArea, Capability.Platform),
        Of("FLOW-LOGOUT-2/application", "Logging out in the application ends its access token (4.5)", Must("FLOW-LOGOUT-2"), "Revoke the access token of call 4.5.",
            static async (run, cancellationToken) =>
            {
                var desk = new PlatformDeskClient(run);
                var trip = await EntryTrips.EnterAsync(run, BrokerScreen.LogIn, FormPerson.LogIn(run.Crm.Trader(run.Broker.Users.Count - 1), keepLoggedIn: true), "", cancellationToken);
                trip.MustHaveToken(run);
                var session = trip.Session!.Must();
                await desk.LogOutAsync(session, cancellationToken);
                var again = await Outcome<DeskSession>.OfAsync(() => desk.ReopenAsync(run.Broker.Names, session.AccessToken ?? throw new ConfigurationFaultException("there is no accessToken", "Look at functions/6.3.2/access-token first."), cancellationToken));
                Check.That(again.Value is null, "an access token that is refused", "one that still logs in");
            }, Capability.Platform),
    ];

    private static Task<WebLook> OpenWebAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync("trip web", () => run.InTabAsync(
        async tab =>
        {
            var desk = run.Offers(Capability.Platform) ? new PlatformDeskClient(run) : null;
            await ClientSession.EnterAsync(run, tab, run.Plan.Screens.ClientArea!, FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: false), cancellationToken);
            var page = await new FormPilot(run, tab, FormPerson.New()).ReadAsync(cancellationToken);
            var inPage = page.Links.Any(static link => System.Web.HttpUtility.ParseQueryString(new Uri(link.Href).Query)["token"] is not null);
            var id = page.Buttons.FirstOrDefault(static button => button.Purpose == "openTrading")?.Id ?? page.Links.FirstOrDefault(static link => link.Purpose == "openTrading")?.Id
                ?? page.Buttons.FirstOrDefault(static button => Trading().IsMatch(button.Text))?.Id ?? page.Links.FirstOrDefault(static link => Trading().IsMatch(link.Text))?.Id;
            if (id is null)
            {
                return new WebLook(false, null, false, false, inPage);
            }

            var newest = desk is null ? 0 : await desk.NewestAsync(cancellationToken);
            var opened = tab.Context.WaitForPageAsync(new() { Timeout = 3_000 });
            await tab.Target.Locator($"[data-conformance=\"{id}\"]").ClickAsync();
            var url = await WithTokenAsync(run, tab, cancellationToken);
            _ = opened.ContinueWith(static task => task.Exception, TaskScheduler.Default);
            run.Note(url is null ? "no address with a token was opened" : $"opens {url}");
            var exchange = desk is null || url is null
                ? null
                : (await Outcome<JournalCall>.OfAsync(() => desk.WaitForAsync(newest, static call => call is { Call: "4.2", Succeeded: true }, "call 4.2", cancellationToken))).Value;
            return new WebLook(true, url, exchange is not null, exchange?.Answered("accessToken") is not null, inPage);
        },
        cancellationToken));

    /// <summary>The first address with a token that any page or frame went to, other than the broker's.</summary>
    private static async Task<Uri?> WithTokenAsync(CaseRun run, Tab tab, CancellationToken cancellationToken)
    {
        var since = run.Context.Time.GetTimestamp();
        while (run.Context.Time.GetElapsedTime(since) < run.Plan.Limits.Call)
        {
            if (tab.Requests.Where(static request => request.IsNavigationRequest).Select(static request => new Uri(request.Url))
                .FirstOrDefault(url => url.Authority != run.Broker.Url.Authority && System.Web.HttpUtility.ParseQueryString(url.Query)["token"] is not null) is { } found)
            {
                run.Secrets.Learn(System.Web.HttpUtility.ParseQueryString(found.Query)["token"], "OT token");
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), run.Context.Time, cancellationToken);
        }

        return null;
    }

    private static Task<LogOutLook> LogOutAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync("trip log-out", async () =>
    {
        var desk = new PlatformDeskClient(run);
        var trip = await EntryTrips.NewTraderAsync(run, cancellationToken);
        trip.MustHaveToken(run);
        var session = trip.Session!.Must();
        var newest = await desk.NewestAsync(cancellationToken);
        await run.InTabAsync(
            async tab =>
            {
                await ClientSession.EnterAsync(run, tab, run.Plan.Screens.ClientArea!, trip.Person, cancellationToken);
                var page = await new FormPilot(run, tab, trip.Person).ReadAsync(cancellationToken);
                var id = page.Buttons.FirstOrDefault(static button => button.Purpose == "logOut" || LogOutWords().IsMatch(button.Text))?.Id ?? page.Links.FirstOrDefault(static link => link.Purpose == "logOut" || LogOutWords().IsMatch(link.Text))?.Id
                    ?? throw new ConfigurationFaultException("the client area shows no way to log out", "Name it under screens: selectors: logOut in the plan.");
                await tab.Target.Locator($"[data-conformance=\"{id}\"]").ClickAsync();
                await new FormPilot(run, tab, trip.Person).ReadAsync(cancellationToken);
            },
            cancellationToken,
            new TabOptions { Quick = true });
        var user = session.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var call = await Outcome<JournalCall>.OfAsync(() => desk.WaitForAsync(newest, one => one.Call == "3.12" && (one.Sent("userId") == user || one.Query.Contains(user, StringComparison.Ordinal)), "call 3.12", cancellationToken));
        var again = session.AccessToken is null ? null : await Outcome<DeskSession>.OfAsync(() => desk.ReopenAsync(run.Broker.Names, session.AccessToken, cancellationToken));
        return new LogOutLook(call.Value, await desk.FindAsync(session, cancellationToken) is null, again?.Value is null);
    });

    [GeneratedRegex(@"trad|ctrader|terminal|platform|handel|negociar|operar|торг|取引|交易", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trading();

    [GeneratedRegex(@"log.?out|sign.?out|abmeld|ausloggen|cerrar sesión|déconne|esci|disconnett|sair|wyloguj|выйти|çıkış|odhlás|ログアウト|退出|تسجيل الخروج|đăng xuất", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogOutWords();

    internal sealed record LogOutLook(JournalCall? Call, bool SessionIsOver, bool TokenIsRefused);

    internal sealed record WebLook(bool IsVisible, Uri? Url, bool Exchanged, bool IsKept, bool InPage)
    {
        public WebLook MustBeVisible()
        {
            Check.That(IsVisible, "a link or button that opens cTrader Web", "none");
            return this;
        }

        public WebLook MustBeOpen()
        {
            MustBeVisible();
            Check.That(Url is not null, "an address of cTrader Web with token", "none");
            return this;
        }
    }
}
