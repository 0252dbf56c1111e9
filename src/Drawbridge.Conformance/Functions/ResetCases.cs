using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Running;
using Drawbridge.Conformance.Screens;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>A forgotten password (6.3.9).</summary>
internal static class ResetCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("6.3.9/mail", "Whoever forgot the password gets a mail with a link", Must("CONF-6.3.9-1"), "Mail a link to the address that was entered, right away.",
            static async (run, cancellationToken) => (await ResetAsync(run, cancellationToken)).Link.Must(), Capability.Mail) with { Also = [Must("FLOW-RESET-1"), Must("SCR-10")] },
        Of("6.3.9/authorised", "The new password leads straight to the success page with an OT token", Must("CONF-6.3.9-2"), "After the new password is stored, redirect to the success URL with an OT token.",
            static async (run, cancellationToken) =>
            {
                var look = await ResetAsync(run, cancellationToken);
                look.MustGoOn();
                new Trip { Person = look.Person, End = look.End! }.MustHaveToken(run);
            }, Capability.Mail) with { Also = [Must("FLOW-RESET-2")] },
        Of("6.3.9/new-password", "The new password logs the trader in", Must("CONF-6.3.9-3"), "Store the new password where log-in looks for it.",
            static async (run, cancellationToken) =>
            {
                var look = await ResetAsync(run, cancellationToken);
                look.MustGoOn();
                Check.That(look.WithNew is PilotEnd.Success, "the success page", look.WithNew is PilotEnd.Stopped stopped ? $"a page that does not go on{stopped.Said(run)}" : "nothing");
            }, Capability.Mail) with { Also = [Must("FLOW-RESET-3")] },
        Of("FLOW-RESET-3/old-password", "The old password does not log the trader in any more", Must("FLOW-RESET-3"), "Replace the password, do not add one.",
            static async (run, cancellationToken) =>
            {
                var look = await ResetAsync(run, cancellationToken);
                look.MustGoOn();
                Check.That(look.WithOld is PilotEnd.Stopped, "the form again", "the success page");
            }, Capability.Mail),
        Of("FLOW-RESET-4/once", "The mailed link is good once", Must("FLOW-RESET-4").Inferred, "Take the link for used up as soon as a password was stored with it.",
            static async (run, cancellationToken) =>
            {
                var look = await ResetAsync(run, cancellationToken);
                look.MustGoOn();
                Check.That(!look.LinkWorksAgain, "a page that says that the link is no good", "a form for a new password");
            }, Capability.Mail),
        Of("FLOW-RESET-4/says-nothing", "Resetting says the same for an address that nobody has", Must("FLOW-RESET-4").Inferred, "Answer in the same words whether the address exists or not.",
            static async (run, cancellationToken) =>
            {
                var known = await AskAsync(run, run.Crm.Trader(run.Broker.Users.Count - 1).Email, cancellationToken);
                var unknown = await AskAsync(run, FormPerson.New().Email, cancellationToken);
                Check.That(known == unknown, $"\"{known}\" for an unknown address, too", $"\"{unknown}\"");
            }),
    ];

    /// <summary>Somebody new forgets the password.</summary>
    private static Task<ResetLook> ResetAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync("trip reset", async () =>
    {
        var trip = await EntryTrips.NewTraderAsync(run, cancellationToken);
        trip.MustEndWell(run);
        var renewed = trip.Person with { Password = $"{trip.Person.Password}-anew" };
        await AskAsync(run, trip.Person.Email, cancellationToken);
        var link = await Outcome<Uri>.OfAsync(() => Mails.LinkAsync(run, trip.Person.Email, cancellationToken));
        if (link.Value is null)
        {
            return new ResetLook(trip.Person, link);
        }

        var end = await run.InTabAsync(
            async tab =>
            {
                await tab.GoAsync(link.Value);
                return await new FormPilot(run, tab, renewed).GoAsync(cancellationToken);
            },
            cancellationToken,
            new TabOptions { Quick = true });
        run.Note($"enters a new password behind the link: {end}");
        return new ResetLook(trip.Person, link)
        {
            End = end,
            WithNew = await EntryTrips.TryAsync(run, renewed, cancellationToken),
            WithOld = await EntryTrips.TryAsync(run, trip.Person, cancellationToken),
            LinkWorksAgain = await run.InTabAsync(
                async tab =>
                {
                    await tab.GoAsync(link.Value);
                    return (await new FormPilot(run, tab, renewed).ReadAsync(cancellationToken)).Fields.Any(static field => field.Type == "password");
                },
                cancellationToken,
                new TabOptions { Quick = true }),
        };
    });

    /// <summary>Asks for a mail; what the page says then, without the address.</summary>
    private static Task<string> AskAsync(CaseRun run, string email, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            await tab.GoAsync(await run.AddressAsync(new ScreenView(BrokerScreen.LogIn) { Lang = run.Plan.Screens.Languages[0] }, cancellationToken));
            await EntryWay.FollowAsync(run, tab, EntryWords.Reset(), "resetLink", "a control like \"Reset password\"", cancellationToken);
            var pilot = new FormPilot(run, tab, new FormPerson { Email = email, Password = "" }) { StopsAt = static page => page.Fields.Count == 0 };
            await pilot.GoAsync(cancellationToken);
            return (await pilot.ReadAsync(cancellationToken)).Text.Replace(email, "", StringComparison.OrdinalIgnoreCase);
        },
        cancellationToken,
        new TabOptions { Quick = true });

    internal sealed record ResetLook(FormPerson Person, Outcome<Uri> Link)
    {
        public PilotEnd? End { get; init; }

        public PilotEnd? WithNew { get; init; }

        public PilotEnd? WithOld { get; init; }

        public bool LinkWorksAgain { get; init; }

        public void MustGoOn()
        {
            if (Link.Value is null)
            {
                throw new ConfigurationFaultException("no link was mailed", "Look at functions/6.3.9/mail first.");
            }
        }
    }
}
