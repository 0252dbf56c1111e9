using System.Globalization;
using System.Text.RegularExpressions;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>What nobody gets by looking only, where nobody is led, and what is kept of who signs up.</summary>
internal static partial class GuardCases
{
    private const string Elsewhere = "https://elsewhere.example/callback";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "functions/FLOW-GEN-5/client-area",
            Title = "The client area opens to nobody who is not logged in",
            Requirement = Must("FLOW-GEN-5"),
            Needs = [Capability.ClientArea],
            Remedy = "Lead whoever comes without a session to the log-in, before the page is made.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var address = ScreenAddress.Of(run.Broker, run.Plan.Screens.ClientArea!, run.Broker.Names, []);
                var answer = await run.SendAsync("opens the client area without a session", Page(address), cancellationToken);
                answer.Must(answer.Status is (>= 300 and < 400) or 401 or 403 || Password().IsMatch(answer.Body), "the log-in, or a way there", $"status {answer.Status} and a page without a log-in form");
            },
        },
        Left(BrokerScreen.Deposit, Capability.Deposit, static plan => plan.Deposit),
        Left(BrokerScreen.Withdrawal, Capability.Withdrawal, static plan => plan.Withdrawal),
        Of("SCR-53/foreign-target", "No parameter leads a log-in to somebody else's address", Must("SCR-53"), "Redirect to the configured success URL only; compare a target that the request names with it exactly, and refuse any other.",
            static async (run, cancellationToken) =>
            {
                var targets = string.Join('&', new[] { "successUrl", "redirect_uri", "redirectUrl", "returnUrl", "callback", "next" }.Select(static name => $"{name}={Uri.EscapeDataString(Elsewhere)}"));
                var trip = await EntryTrips.EnterAsync(run, BrokerScreen.LogIn, FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: false), targets, cancellationToken);
                Check.That(trip.FirstStatus >= 400 || trip.End is PilotEnd.Success, "a refusal, or the success URL of the plan in the end", trip.End is PilotEnd.Stopped stopped ? $"another page{stopped.Said(run)}" : "neither");
            }) with { Also = [Must("BID-8")] },
        Of("SCR-46/stored-language", "Whoever signs up in another language is created at the platform with that language (3.2)", Must("SCR-46"), "Keep the language in which somebody signed up with the user, and send it as preferredLanguage.",
            static async (run, cancellationToken) =>
            {
                var language = run.Plan.Screens.Languages[1];
                var sent = (await EntryTrips.NewTraderAsync(run, cancellationToken, language: language)).MustHaveCall(run, "3.2").Sent("preferredLanguage");
                Check.That(string.Equals(sent, language, StringComparison.OrdinalIgnoreCase), $"\"preferredLanguage\":\"{language}\"", sent is null ? "none" : $"\"{sent}\"");
            }, Capability.Platform, Capability.Languages) with { Also = [Must("FLOW-CREATE-4"), Must("MOD-57")] },
    ];

    private static ConformanceCase Left(BrokerScreen screen, Capability capability, Func<ScreenPlan, string> path) => Of(
        $"FLOW-INAPP-10/{screen.Id}-left", $"{screen.Name} changes nothing before it is sent", Must("FLOW-INAPP-10").Inferred, "Book nothing when the screen is opened: wait until its form is sent.",
        async (run, cancellationToken) =>
        {
            var desk = new PlatformDeskClient(run);
            var session = await InAppTrips.SessionAsync(run, cancellationToken);
            var account = session.Accounts is [var first, ..] ? first.Login.ToString(CultureInfo.InvariantCulture) : throw new ConfigurationFaultException("the first trader has no account at the platform", "Name a trader with a live account first under users in the plan.");
            var newest = await desk.NewestAsync(cancellationToken);
            var token = await desk.InAppTokenAsync(session, cancellationToken);
            var answer = await run.SendAsync("opens the screen, and leaves it", Page(ScreenAddress.Of(run.Broker, path(run.Plan.Screens), run.Broker.Names, [new("token", token), new("account", account)])), cancellationToken);
            Check.That(answer.Status is >= 200 and < 400, "the screen", $"status {answer.Status}");
            var booked = (await desk.CallsAfterAsync(newest, cancellationToken)).Where(call => call.Call == "3.5" && call.Sent("login") == account).ToList();
            Check.That(booked.Count == 0, "no call 3.5", string.Join(", ", booked));
        },
        Capability.Platform, capability) with { Kind = CaseKind.Alone };

    private static TargetRequest Page(Uri address) => new(HttpMethod.Get, address) { ContentType = null, Headers = [new("Accept", "text/html")] };

    [GeneratedRegex("""<input[^>]+type\s*=\s*["']?password""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();
}
