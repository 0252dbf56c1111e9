using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Functions.Trips;

/// <summary>Signing up and logging in.</summary>
internal static class EntryTrips
{
    /// <summary>Somebody new, up to the application that was closed and opened again.</summary>
    public static Task<Trip> SignUpAsync(CaseRun run, CancellationToken cancellationToken) =>
        run.Context.Shared.GetAsync("trip sign-up", () => EnterAsync(run, BrokerScreen.SignUp, FormPerson.New(keepLoggedIn: true), "", cancellationToken));

    /// <summary>A trader of the plan who wants to be kept logged in.</summary>
    public static Task<Trip> LogInAsync(CaseRun run, CancellationToken cancellationToken) =>
        run.Context.Shared.GetAsync("trip log-in", () => EnterAsync(run, BrokerScreen.LogIn, FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: true), "", cancellationToken));

    /// <summary>A trader of the plan who does not.</summary>
    public static Task<Trip> LogInOnceAsync(CaseRun run, CancellationToken cancellationToken) =>
        run.Context.Shared.GetAsync("trip log-in once", () => EnterAsync(run, BrokerScreen.LogIn, FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: false), "", cancellationToken));

    /// <summary>A trip of one's own, for a case that changes something about the person.</summary>
    public static Task<Trip> NewTraderAsync(CaseRun run, CancellationToken cancellationToken, string more = "", string? language = null) =>
        EnterAsync(run, BrokerScreen.SignUp, FormPerson.New(keepLoggedIn: true), more, cancellationToken, language);

    /// <summary>Whether somebody gets in with a password.</summary>
    public static Task<PilotEnd> TryAsync(CaseRun run, FormPerson person, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            await tab.GoAsync(await run.AddressAsync(new ScreenView(BrokerScreen.LogIn), cancellationToken));
            return await new FormPilot(run, tab, FormPerson.LogIn(new PlanUser(person.Email, person.Password), keepLoggedIn: false)).GoAsync(cancellationToken);
        },
        cancellationToken,
        new TabOptions { Quick = true });

    /// <summary>Through a screen, and into the application where there is one.</summary>
    /// <param name="run">The case.</param>
    /// <param name="screen">Where it begins.</param>
    /// <param name="person">Who fills in what is asked.</param>
    /// <param name="more">Further parameters of the address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="language">Null for the plan's first.</param>
    /// <param name="patience">How long a page may take to lead on; null for as long as usual.</param>
    public static async Task<Trip> EnterAsync(
        CaseRun run, BrokerScreen screen, FormPerson person, string more, CancellationToken cancellationToken, string? language = null, TimeSpan? patience = null)
    {
        var desk = run.Offers(Capability.Platform) ? new PlatformDeskClient(run) : null;
        var newest = desk is null ? 0 : await desk.NewestAsync(cancellationToken);
        var address = await run.AddressAsync(new ScreenView(screen) { Lang = language ?? run.Plan.Screens.Languages[0], More = more }, cancellationToken);
        var stages = new List<string>();
        var (end, status) = await run.InTabAsync(
            async tab =>
            {
                var answer = await tab.GoAsync(address);
                var pilot = new FormPilot(run, tab, person)
                {
                    OnStage = page => Noting(stages, page), Patience = patience ?? FormPilot.UsualPatience, StopsAt = _ => answer?.Status >= 400, // a page that refuses leads nowhere
                };
                return (await pilot.GoAsync(cancellationToken), answer?.Status ?? 0);
            },
            cancellationToken,
            new TabOptions { Quick = true });
        var trip = new Trip { Person = person, End = end, FirstStatus = status, Stages = stages };
        return desk is null ? trip : await OpenApplicationAsync(trip, run.Broker.Names, desk, newest, cancellationToken);
    }

    public static Task Noting(List<string> stages, FormRead page)
    {
        stages.Add(page.Heading);
        return Task.CompletedTask;
    }

    private static async Task<Trip> OpenApplicationAsync(Trip trip, BrokerNames names, PlatformDeskClient desk, long newest, CancellationToken cancellationToken)
    {
        if (trip.End is PilotEnd.Success success && System.Web.HttpUtility.ParseQueryString(success.Url.Query)["token"] is { Length: > 0 } token)
        {
            var session = await Outcome<DeskSession>.OfAsync(() => desk.OpenAsync(names, token, cancellationToken));
            trip = trip with
            {
                Session = session,
                Reopened = session.Value?.AccessToken is { } accessToken ? await Outcome<DeskSession>.OfAsync(() => desk.ReopenAsync(names, accessToken, cancellationToken)) : null,
            };
        }

        return trip with { Calls = await OfAsync(trip, desk, newest, cancellationToken) };
    }

    /// <summary>The calls that are about this person: others may be under way at the same time.</summary>
    private static async Task<IReadOnlyList<JournalCall>> OfAsync(Trip trip, PlatformDeskClient desk, long newest, CancellationToken cancellationToken)
    {
        var all = await desk.CallsAfterAsync(newest, cancellationToken);
        var userId = all.FirstOrDefault(call => call.Call == "3.2" && call.Sent("email") == trip.Person.Email && call.Succeeded)?.Answered("userId") ?? trip.Session?.Value?.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var login = all.FirstOrDefault(call => call.Call == "3.4" && call.Sent("userId") == userId)?.Sent("traderLogin");
        return
        [
            .. all.Where(call => call.Call switch
            {
                "3.2" => call.Sent("email") == trip.Person.Email,
                "3.3" => login is null || call.Answered("login") == login,
                "3.4" => call.Sent("userId") == userId,
                "4.2" or "4.3" => call.Answered("userId") == userId || !call.Succeeded,
                _ => false,
            }),
        ];
    }
}
