using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.Conformance.Screens;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>Logging in (6.3.2), and the way between the two forms (6.3.7).</summary>
internal static class LogInCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("6.3.2/opens", "The log-in screen opens for a known device", Must("CONF-6.3.2-1"), "Serve the log-in form at the log-in address with firstLogin=false.",
            EntryTrips.LogInAsync, static (trip, _) => Check.That(trip.FirstStatus == 200 && trip.Stages.Count > 0, "status 200 and a form", $"status {trip.FirstStatus} and {trip.Stages.Count} forms")) with { Also = [Must("FLOW-AUTH-1")] },
        Of("6.3.2/success-page", "The right e-mail address and password lead to the success page", Must("CONF-6.3.2-2"), "Check the password, find the stored userId and redirect to the success URL.",
            EntryTrips.LogInAsync, static (trip, run) => trip.MustEndWell(run)) with { Also = [Must("FLOW-AUTH-2"), Must("FLOW-AUTH-4")] },
        Of("6.3.2/token", "The success page of a log-in has an OT token in its address", Must("CONF-6.3.2-3"), "Generate an OT token right before the redirect and add it as token.",
            EntryTrips.LogInAsync, static (trip, run) => trip.MustHaveToken(run)) with { Also = [Must("FLOW-AUTH-3")] },
        Of("6.3.2/authorised", "The application is authorised with the OT token of the log-in", Must("CONF-6.3.2-4"), "Answer call 4.2 with the userId of whoever logged in.",
            EntryTrips.LogInAsync, static (trip, run) =>
            {
                trip.MustHaveToken(run);
                trip.Session!.Must();
            }, Capability.Platform) with { Also = [Must("FLOW-AUTH-5"), Must("FLOW-GEN-1")] },
        Of("6.3.2/access-token", "Whoever chose to be kept logged in gets an accessToken", Must("CONF-6.3.2-4"), "Store the choice with the OT token and answer call 4.2 with an accessToken.",
            EntryTrips.LogInAsync, static (trip, run) => Check.That(Session(trip, run).AccessToken is { Length: > 0 }, "an accessToken", "none"), Capability.Platform) with { Also = [Must("FLOW-KMLI-2")] },
        Of("6.3.2/reopened", "The application that is closed and opened again is logged in as the same user (4.3)", Must("CONF-6.3.2-5"), "Answer call 4.3 with the userId of the access token's user.",
            EntryTrips.LogInAsync, static (trip, run) =>
            {
                var session = Session(trip, run);
                var again = trip.Reopened?.Must() ?? throw new ConfigurationFaultException("there is no accessToken to log in with", "Look at functions/6.3.2/access-token first.");
                Check.That(again.UserId == session.UserId, $"userId {session.UserId}", $"{again.UserId}");
            }, Capability.Platform),
        Of("6.3.2/not-kept", "Whoever did not choose to be kept logged in gets no accessToken", Must("FLOW-KMLI-2"), "Answer call 4.2 without accessToken unless \"Keep me logged in\" was chosen.",
            EntryTrips.LogInOnceAsync, static (trip, run) => Check.That(Session(trip, run).AccessToken is null, "no accessToken", "one"), Capability.Platform) with { Also = [Must("FLOW-KMLI-3")] },
        Of("FLOW-AUTH-7/wrong-password", "A wrong password is told on the screen, and leads nowhere", Must("FLOW-AUTH-7").Inferred, "Show the form again with a message; do not redirect, and generate no token.",
            static async (run, cancellationToken) =>
            {
                var end = await WrongAsync(run, run.Crm.Trader().Email, cancellationToken);
                Check.That(end is PilotEnd.Stopped, "the form again", "the success page");
                Check.That(end is PilotEnd.Stopped { Page: var page } && (page.Alerts.Count > 0 || page.Fields.Any(static field => field.IsInvalid)), "a message beside it", "the form without a word");
            }),
        Of("FLOW-AUTH-7/says-nothing", "A wrong password and an unknown e-mail address are answered alike", Must("FLOW-AUTH-7").Inferred, "Say the same in both cases, so that nobody learns who has an account.",
            static async (run, cancellationToken) =>
            {
                var known = await WrongAsync(run, run.Crm.Trader().Email, cancellationToken) as PilotEnd.Stopped;
                var unknown = await WrongAsync(run, FormPerson.New().Email, cancellationToken) as PilotEnd.Stopped;
                Check.That(known is not null && unknown is not null, "the form again in both cases", "the success page");
                Check.That(known!.Page.Alerts.SequenceEqual(unknown!.Page.Alerts), $"\"{string.Join(" / ", known.Page.Alerts)}\" for an unknown address, too", $"\"{string.Join(" / ", unknown.Page.Alerts)}\"");
            }),
        Way("to-sign-up", BrokerScreen.LogIn, "The log-in form leads to the sign-up form, and that back", "CONF-6.3.7-1", EntryWords.SignUp(), "signUpLink", EntryWords.LogIn()),
        Way("to-log-in", BrokerScreen.SignUp, "The sign-up form leads to the log-in form, and that back", "CONF-6.3.7-2", EntryWords.LogIn(), "logInLink", EntryWords.SignUp()),
        Of("SCR-76/log-in-without-third-party-cookies", "A trader can log in where the browser blocks the cookies of third parties", Should("SCR-76").Inferred, "Carry the session from form to form in sealed fields, or in cookies that are Partitioned.",
            static (run, cancellationToken) => run.InTabAsync(
                async tab =>
                {
                    await new ThirdPartyCookies(run).BlockAsync(tab.Context);
                    var frame = await ScreenVisits.OpenFramedAsync(run, tab, await run.AddressAsync(new ScreenView(BrokerScreen.LogIn), cancellationToken));
                    Check.That(frame is not null, "the screen in the frame", "an empty frame");
                    tab.Target = frame!;
                    var end = await new FormPilot(run, tab, FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: false)).GoAsync(cancellationToken);
                    Check.That(end is PilotEnd.Success, "the success page", end is PilotEnd.Stopped stopped ? $"a page that does not go on{stopped.Said(run)}" : "something else");
                },
                cancellationToken)),
    ];

    private static ConformanceCase Way(string check, BrokerScreen from, string title, string requirement, System.Text.RegularExpressions.Regex there, string selector, System.Text.RegularExpressions.Regex back) => Of(
        $"6.3.7/{check}", title, Must(requirement), "Link the two forms with each other, with the parameters of the address.",
        (run, cancellationToken) => run.InTabAsync(
            async tab =>
            {
                await tab.GoAsync(await run.AddressAsync(new ScreenView(from) { Lang = run.Plan.Screens.Languages[0] }, cancellationToken));
                var before = await PageScripts.FactsAsync(tab.Page);
                var other = await EntryWay.FollowAsync(run, tab, there, selector, "a link to the other form", cancellationToken);
                Check.That(other.Controls.Any(static control => control.Type == "password") && other.Text != before.Text, "the other form", $"\"{other.Heading}\"");
                Check.That(other.Links.Any(link => back.IsMatch(link.Text)) || other.Controls.Any(control => control.Tag == "button" && back.IsMatch(control.Label)), "a link back", "none");
            },
            cancellationToken)) with { Also = [Must("SCR-70")] };

    private static Task<PilotEnd> WrongAsync(CaseRun run, string email, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            await tab.GoAsync(await run.AddressAsync(new ScreenView(BrokerScreen.LogIn), cancellationToken));
            var end = await new FormPilot(run, tab, FormPerson.LogIn(new PlanUser(email, "not the password of anybody"), keepLoggedIn: false)).GoAsync(cancellationToken);
            run.Note($"{email} tries a wrong password: {end}");
            return end;
        },
        cancellationToken,
        new TabOptions { Quick = true });

    private static DeskSession Session(Trip trip, CaseRun run)
    {
        trip.MustHaveToken(run);
        return trip.Session?.Value ?? throw new ConfigurationFaultException("the platform could not exchange the OT token", "Look at functions/6.3.2/authorised first.");
    }
}
