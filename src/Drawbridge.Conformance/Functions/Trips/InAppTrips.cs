using System.Globalization;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Functions.Trips;

/// <summary>In-app actions from an application's session. A trader of its own makes each trip, so that balances are nobody else's.</summary>
internal static class InAppTrips
{
    public static Task<Trip> DepositAsync(CaseRun run, CancellationToken cancellationToken) =>
        run.Context.Shared.GetAsync("trip deposit", async () => await ActAsync(run, BrokerScreen.Deposit, await SessionAsync(run, cancellationToken), "50", pressesTwice: false, cancellationToken));

    /// <summary>By the one who has deposited.</summary>
    public static Task<Trip> WithdrawAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync(
        "trip withdrawal",
        async () =>
        {
            // One after another: two movements at once on one account could not be told apart.
            (await DepositAsync(run, cancellationToken)).MustEndWell(run);
            await DepositTwiceAsync(run, cancellationToken);
            return await ActAsync(run, BrokerScreen.Withdrawal, await SessionAsync(run, cancellationToken), "20", pressesTwice: false, cancellationToken);
        });

    public static Task<Trip> DepositTwiceAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync(
        "trip deposit twice",
        async () =>
        {
            await DepositAsync(run, cancellationToken);
            return await ActAsync(run, BrokerScreen.Deposit, await SessionAsync(run, cancellationToken), "30", pressesTwice: true, cancellationToken);
        });

    public static Task<Trip> NewAccountAsync(CaseRun run, CancellationToken cancellationToken) =>
        run.Context.Shared.GetAsync("trip new account", async () => await ActAsync(run, BrokerScreen.NewAccount, await SessionAsync(run, cancellationToken), "0", pressesTwice: false, cancellationToken));

    /// <summary>The session of the trader who makes these trips.</summary>
    public static async Task<DeskSession> SessionAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var trip = await EntryTrips.LogInAsync(run, cancellationToken);
        return trip.Session?.Value ?? throw new ConfigurationFaultException("no application's session could be opened", "Look at the cases functions/6.3.2 first: what happens in an application needs a log-in.");
    }

    private static async Task<Trip> ActAsync(CaseRun run, BrokerScreen screen, DeskSession session, string amount, bool pressesTwice, CancellationToken cancellationToken)
    {
        var desk = new PlatformDeskClient(run);
        var newest = await desk.NewestAsync(cancellationToken);
        var before = await desk.FindAsync(session, cancellationToken) ?? throw new ConfigurationFaultException("the application's session is over", "Run the case again.");
        var account = before.Accounts.FirstOrDefault(static one => one.EnvironmentName == "live") ?? (before.Accounts is [var first, ..] ? first : null)
            ?? throw new ConfigurationFaultException("the first trader has no account at the platform", "Name a trader with a live account first under users in the plan.");
        var token = await desk.InAppTokenAsync(session, cancellationToken);
        var address = ScreenAddress.Of(run.Broker, screen.Path(run.Plan.Screens), run.Broker.Names, [new("token", token), new("account", account.Login.ToString(CultureInfo.InvariantCulture)), new("lang", run.Plan.Screens.Languages[0])]);
        var person = FormPerson.LogIn(run.Crm.Trader(), keepLoggedIn: true) with { Amount = amount };
        var stages = new List<string>();
        var (end, status) = await run.InTabAsync(
            async tab =>
            {
                var answer = await tab.GoAsync(address);
                return (await new FormPilot(run, tab, person) { PressesTwice = pressesTwice, OnStage = page => EntryTrips.Noting(stages, page) }.GoAsync(cancellationToken), answer?.Status ?? 0);
            },
            cancellationToken,
            new TabOptions { Quick = true });
        var after = await Outcome<DeskSession>.OfAsync(async () => await desk.FindAsync(session, cancellationToken) ?? throw new NonconformityException("the application's session as before", "one that is over"));
        return new Trip
        {
            Person = person, End = end, FirstStatus = status, Stages = stages, Before = before, Session = after, Account = account.Login,
            Calls = [.. (await desk.CallsAfterAsync(newest, cancellationToken)).Where(call => IsAbout(call, session, account))],
        };
    }

    private static bool IsAbout(JournalCall call, DeskSession session, DeskAccount account) => call.Call switch
    {
        "3.5" => call.Sent("login") == account.Login.ToString(CultureInfo.InvariantCulture),
        "3.4" or "4.4" => call.Sent("userId") == session.UserId.ToString(CultureInfo.InvariantCulture),
        "3.3" => true,
        _ => false,
    };
}
