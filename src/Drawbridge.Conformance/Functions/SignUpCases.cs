using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>Creating a user (6.3.1), and who brought it (6.3.3).</summary>
internal static class SignUpCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("6.3.1/opens", "The sign-up screen opens for somebody new", Must("CONF-6.3.1-1"), "Serve the sign-up form at the log-in address with firstLogin=true.",
            EntryTrips.SignUpAsync, static (trip, _) => Check.That(trip.FirstStatus == 200 && trip.Stages.Count > 0, "status 200 and a form", $"status {trip.FirstStatus} and {trip.Stages.Count} forms")) with { Also = [Must("FLOW-CREATE-3")] },
        Of("6.3.1/success-page", "Whoever signs up gets to the success page", Must("CONF-6.3.1-2"), "After the user and the account are created, redirect the browser to the success URL.",
            EntryTrips.SignUpAsync, static (trip, run) => trip.MustEndWell(run)) with { Also = [Must("SCR-11"), Must("SCR-50"), Must("SCR-51"), Must("FLOW-CREATE-13")] },
        Of("6.3.1/token", "The success page of a sign-up has an OT token in its address", Must("CONF-6.3.1-2"), "Generate an OT token right before the redirect and add it as token.",
            EntryTrips.SignUpAsync, static (trip, run) => trip.MustHaveToken(run)) with { Also = [Must("SCR-50"), Must("FLOW-CREATE-12")] },
        Of("6.3.1/names", "The success page of a sign-up has both names in its address", Must("SCR-52"), "Add brokerName and brokerCrmName to the success URL.",
            EntryTrips.SignUpAsync, static (trip, run) =>
            {
                var query = System.Web.HttpUtility.ParseQueryString(trip.MustEndWell(run).Query);
                Check.That(query["brokerName"] == run.Broker.Names.BrokerName && query["brokerCrmName"] == run.Broker.Names.BrokerCrmName, "brokerName and brokerCrmName of this broker", $"brokerName={query["brokerName"]} and brokerCrmName={query["brokerCrmName"]}");
            }, Capability.RequiredIdentification) with { Also = [Must("BID-12")] },
        Call("create-user", "The CRM creates the user at the platform (3.2) with the e-mail address that was entered", "3.2", ["FLOW-CREATE-5", "MOD-52", "WS-22"], static (trip, run) =>
        {
            var call = trip.MustHaveCall(run, "3.2");
            Check.That(call.Sent("email") == trip.Person.Email, $"\"email\":\"{trip.Person.Email}\"", $"\"{call.Sent("email")}\"");
            Check.That(call.Answered("userId") is not null, "a userId in the answer", "none");
        }),
        Call("create-trader", "The CRM creates an account at the platform (3.3)", "3.3", ["FLOW-CREATE-9", "FLOW-CREATE-10", "WS-22"], static (trip, run) => trip.MustHaveCall(run, "3.3")),
        Call("link", "The CRM links account and user (3.4), and gets a ctidTraderAccountId", "3.4", ["FLOW-CREATE-11", "WS-22"], static (trip, run) =>
            Check.That(trip.MustHaveCall(run, "3.4").Answered("ctidTraderAccountId") is not null, "a ctidTraderAccountId in the answer", "none")),
        Call("live-account", "The account that a sign-up opens is a live one", "3.4", ["CONF-6.3.1-2"], static (trip, run) =>
            Check.That(trip.MustHaveCall(run, "3.4").Sent("environmentName") == "live", "\"environmentName\":\"live\"", $"\"{trip.MustHaveCall(run, "3.4").Sent("environmentName")}\"")),
        Of("6.3.1/once", "A sign-up creates one user and one account, not more", Must("FLOW-CREATE-22").Inferred, "Keep what each step gave, and repeat a step only when its answer did not come.",
            EntryTrips.SignUpAsync, static (trip, run) =>
            {
                trip.MustEndWell(run);
                foreach (var number in new[] { "3.2", "3.4" })
                {
                    Check.That(trip.Calls.Count(call => call.Call == number && call.Succeeded) == 1, $"call {number} once", $"{trip.Calls.Count(call => call.Call == number && call.Succeeded)} times");
                }
            }, Capability.Platform),
        Of("6.3.1/exchange", "The platform exchanges the OT token of a sign-up (4.2)", Must("CONF-6.3.1-3"), "Store the token before the browser is redirected, so that it can be exchanged at once.",
            EntryTrips.SignUpAsync, static (trip, run) =>
            {
                trip.MustHaveToken(run);
                trip.Session!.Must();
            }, Capability.Platform) with { Also = [Must("FLOW-CREATE-16"), Must("FLOW-CREATE-17")] },
        Of("6.3.1/right-user", "The application is logged in as the user who signed up, with the account that was opened", Must("CONF-6.3.1-4"), "Answer call 4.2 with the userId that call 3.2 gave for this person.",
            EntryTrips.SignUpAsync, static (trip, run) =>
            {
                var session = Session(trip, run);
                var created = trip.MustHaveCall(run, "3.2").Answered("userId");
                Check.That(session.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture) == created, $"userId {created}", $"{session.UserId}");
                Check.That(session.Accounts.Count > 0, "the account in the application", "no account");
            }, Capability.Platform) with { Also = [Must("FLOW-CREATE-7"), Must("FLOW-CREATE-18"), Must("B2P-3.2-16")] },
        Of("6.3.1/access-token", "Whoever chose to be kept logged in at sign-up gets an accessToken", Must("CONF-6.3.1-4"), "Store the choice \"Keep me logged in\" with the OT token and answer call 4.2 with an accessToken.",
            EntryTrips.SignUpAsync, static (trip, run) => Check.That(Session(trip, run).AccessToken is { Length: > 0 }, "an accessToken", "none"), Capability.Platform) with { Also = [Must("FLOW-KMLI-2"), Must("FLOW-CREATE-19")] },
        Of("6.3.1/reopened", "The application that is closed and opened again is logged in as the same user (4.3)", Must("CONF-6.3.1-5"), "Answer call 4.3 with the userId of the access token's user.",
            EntryTrips.SignUpAsync, static (trip, run) =>
            {
                var session = Session(trip, run);
                var again = trip.Reopened?.Must() ?? throw new ConfigurationFaultException("there is no accessToken to log in with", "Look at functions/6.3.1/access-token first.");
                Check.That(again.UserId == session.UserId, $"userId {session.UserId}", $"{again.UserId}");
            }, Capability.Platform) with { Also = [Must("FLOW-RELOGIN-3"), Must("FLOW-RELOGIN-4"), Must("FLOW-RELOGIN-5")] },
        Of("6.3.3/unknown-partner", "A partnerId that nobody has does not stop a sign-up", Must("FLOW-ATTR1-10").Inferred, "Log an unknown partnerId and let the sign-up go on.",
            static async (run, cancellationToken) => (await EntryTrips.NewTraderAsync(run, cancellationToken, "partnerId=nobody-at-all")).MustEndWell(run)),
        Of("6.3.3/attributed", "Whoever signs up by a partner's link is listed with the partner", Must("CONF-6.3.3-3"), "Keep partnerId through the sign-up and attribute the new user to the partner.",
            static async (run, cancellationToken) =>
            {
                var partner = run.Plan.Screens.Values.GetValueOrDefault("partnerId") ?? throw new ConfigurationFaultException("the plan names no partner", "Register a partner in the client area and name its identifier in the plan, under screens: values, as \"partnerId: …\".");
                var trip = await EntryTrips.NewTraderAsync(run, cancellationToken, $"partnerId={Uri.EscapeDataString(partner)}");
                trip.MustEndWell(run);
                Check.AskPerson($"Log in to the client area as the partner \"{partner}\": is {trip.Person.Email} ({trip.Person.FirstName} {trip.Person.LastName}) in the list of attributed traders, with these details?");
            }, Capability.Partners) with { Also = [Must("CONF-6.3.3-2"), Must("FLOW-ATTR1-8"), Must("FLOW-ATTR1-9"), Must("INV-8"), Must("INV-9"), Must("MOD-9"), Must("MOD-51")] },
        Of("6.3.1/platform-fails", "A sign-up during which the platform fails ends at a page that says so, and nothing is lost", Must("FLOW-CREATE-22").Inferred,
            "Keep the state of the sign-up, show a page that waits or offers another try, and go on where it ended.", FailsAsync, Capability.Platform) with { Kind = CaseKind.Alone, Also = [Must("WS-23").Inferred] },
    ];

    private static ConformanceCase Call(string check, string title, string call, IReadOnlyList<string> also, Action<Trip, CaseRun> look) => Of(
        $"6.3.1/{check}", title, Must("CONF-6.3.1-2"), $"Send call {call} to the platform while the user signs up, and keep what it answers.", EntryTrips.SignUpAsync, look, Capability.Platform) with { Also = [.. also.Select(Must)] };

    private static DeskSession Session(Trip trip, CaseRun run)
    {
        trip.MustHaveToken(run);
        return trip.Session?.Value ?? throw new ConfigurationFaultException("the platform could not exchange the OT token", "Look at functions/6.3.1/exchange first.");
    }

    private static async Task FailsAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var desk = new PlatformDeskClient(run);
        await using var broken = await desk.BreakAsync($"POST {PlatformPaths.Traders}", new() { ["kind"] = "error", ["status"] = 503, ["times"] = 3, ["forSeconds"] = 30 }, cancellationToken);
        var trip = await EntryTrips.EnterAsync(run, Browsing.Visits.BrokerScreen.SignUp, FormPerson.New(), "", cancellationToken, patience: TimeSpan.FromSeconds(6)); // a page that waits is what is looked for
        if (trip.End is PilotEnd.Stopped { Page: var page })
        {
            Check.That(page.Text.Length > 20 && !page.Text.Contains("Exception", StringComparison.Ordinal), "a page that says what happens now", page.Text.Length == 0 ? "an empty page" : "the inside of a program");
        }

        Check.That(trip.Calls.Count(static call => call.Call == "3.2" && call.Succeeded) <= 1, "one user at the platform", "more than one");
    }
}
