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

/// <summary>Changing the password and the e-mail address in the client area. Somebody new does each, so that nobody else is locked out.</summary>
internal static class SecurityCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("FLOW-PWD-1/changed", "The password that was changed logs the trader in, and the old one does not", Must("FLOW-PWD-1"), "Replace the password when the form of the screen is sent with the right current one.",
            static async (run, cancellationToken) =>
            {
                var person = (await TraderAsync(run, cancellationToken)).Person;
                var renewed = person with { Password = $"{person.Password}-again", CurrentPassword = person.Password };
                await SendAsync(run, BrokerScreen.ChangePassword, person, renewed, cancellationToken);
                Check.That(await EntryTrips.TryAsync(run, renewed, cancellationToken) is PilotEnd.Success, "the success page with the new password", "the form again");
                Check.That(await EntryTrips.TryAsync(run, person, cancellationToken) is PilotEnd.Stopped, "the form again with the old password", "the success page");
            }, Capability.ChangePassword),
        Of("FLOW-EMAIL-2/changed", "A changed e-mail address is told to the platform (3.10), and logs the trader in", Must("FLOW-EMAIL-2"), "Send call 3.10 once the trader has proved the new address, and let it count when the platform has agreed.",
            static async (run, cancellationToken) =>
            {
                var trip = await TraderAsync(run, cancellationToken);
                var desk = new PlatformDeskClient(run);
                var newest = await desk.NewestAsync(cancellationToken);
                var renewed = trip.Person with { Email = FormPerson.New().Email, CurrentPassword = trip.Person.Password };
                await SendAsync(run, BrokerScreen.ChangeEmail, trip.Person, renewed, cancellationToken);
                await desk.WaitForAsync(newest, call => call is { Call: "3.10", Succeeded: true } && call.Sent("newEmail") == renewed.Email, "call 3.10 with success", cancellationToken);
                Check.That(await EntryTrips.TryAsync(run, renewed, cancellationToken) is PilotEnd.Success, "the success page with the new address", "the form again");
            }, Capability.Platform, Capability.ChangeEmail, Capability.Mail) with { Also = [Must("FLOW-EMAIL-1")] },
    ];

    private static async Task<Trip> TraderAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var trip = await EntryTrips.NewTraderAsync(run, cancellationToken);
        return trip.End is PilotEnd.Success ? trip : throw new ConfigurationFaultException("nobody new could be signed up", "Look at the cases functions/6.3.1 first.");
    }

    /// <summary>Logs in to the client area as <paramref name="person"/>, and fills in one of its forms as who that becomes.</summary>
    private static Task SendAsync(CaseRun run, BrokerScreen screen, FormPerson person, FormPerson renewed, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            await ClientSession.EnterAsync(run, tab, screen.Path(run.Plan.Screens), person, cancellationToken);
            var start = new Uri(tab.Page.Url).AbsolutePath;
            var end = await new FormPilot(run, tab, renewed) { Patience = TimeSpan.FromSeconds(5), StopsAt = page => new Uri(page.Url).AbsolutePath != start && page.Fields.Count == 0 }.GoAsync(cancellationToken);
            run.Note($"{screen.Name} was sent: {end}");
        },
        cancellationToken,
        new TabOptions { Quick = true });
}
