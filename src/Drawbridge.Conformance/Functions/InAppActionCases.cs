using System.Globalization;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>Deposit, withdrawal and a further account from the application (6.3.4 to 6.3.6), and the other in-app screens.</summary>
internal static class InAppActionCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. Opening("6.3.4", "deposit", Capability.Deposit, "CONF-6.3.4-1", "FLOW-DEPOSIT-1", InAppTrips.DepositAsync),
        .. Paying("6.3.4", "deposit", Capability.Deposit, "CONF-6.3.4-2", "DEPOSIT", ["FLOW-DEPOSIT-3", "FLOW-DEPOSIT-4"], InAppTrips.DepositAsync, "50", 50),
        Of("6.3.4/twice", "A deposit whose buttons are pressed twice is credited once", Must("FLOW-DEPOSIT-5").Inferred, "Give each form a key, and take what is sent with the same key once.",
            InAppTrips.DepositTwiceAsync, static (trip, run) =>
            {
                trip.MustEndWell(run);
                Check.That(trip.Calls.Count(static call => call.Call == "3.5" && call.Succeeded) == 1, "call 3.5 once", $"{trip.Calls.Count(static call => call.Call == "3.5" && call.Succeeded)} times");
            }, Capability.Platform, Capability.Deposit),
        .. Opening("6.3.5", "withdrawal", Capability.Withdrawal, "CONF-6.3.5-1", "FLOW-WITHDRAW-1", InAppTrips.WithdrawAsync),
        .. Paying("6.3.5", "withdrawal", Capability.Withdrawal, "CONF-6.3.5-2", "WITHDRAW", ["FLOW-WITHDRAW-2", "FLOW-WITHDRAW-5"], InAppTrips.WithdrawAsync, "20", -20),
        .. Opening("6.3.6", "new-account", Capability.NewAccount, "CONF-6.3.6-1", "FLOW-NEWACC-1", InAppTrips.NewAccountAsync),
        Of("6.3.6/create-trader", "The CRM creates the further account at the platform (3.3)", Must("CONF-6.3.6-2"), "Send call 3.3 when the form is submitted and keep login.",
            InAppTrips.NewAccountAsync, static (trip, run) => Check.That(trip.MustHaveCall(run, "3.3").Answered("login") is not null, "a login in the answer", "none"), Capability.Platform, Capability.NewAccount) with { Also = [Must("FLOW-NEWACC-2")] },
        Of("6.3.6/link", "The CRM links the further account to the same user (3.4)", Must("CONF-6.3.6-2"), "Send call 3.4 with the user's userId right after 3.3.",
            InAppTrips.NewAccountAsync, static (trip, run) => Check.That(trip.MustHaveCall(run, "3.4").Answered("ctidTraderAccountId") is not null, "a ctidTraderAccountId in the answer", "none"), Capability.Platform, Capability.NewAccount),
        Of("6.3.6/success-page", "The success page is shown after the further account was opened", Must("CONF-6.3.6-3"), "Redirect to the success URL when the account is there.",
            InAppTrips.NewAccountAsync, static (trip, run) => trip.MustEndWell(run), Capability.Platform, Capability.NewAccount) with { Also = [Must("FLOW-NEWACC-3")] },
        Of("6.3.6/in-application", "The further account is in the application", Must("CONF-6.3.6-3"), "Link the account to the userId of the application's session.",
            InAppTrips.NewAccountAsync, static (trip, run) =>
            {
                trip.MustEndWell(run);
                Check.That(trip.Session!.Must().Accounts.Count > trip.Before!.Accounts.Count, $"more than {trip.Before.Accounts.Count} accounts", $"{trip.Session.Value!.Accounts.Count}");
            }, Capability.Platform, Capability.NewAccount) with { Also = [Must("FLOW-NEWACC-4")] },
        .. new[] { (BrokerScreen.Kyc, Capability.Kyc, "FLOW-KYC-1"), (BrokerScreen.CustomAction, Capability.CustomAction, "FLOW-ACTION-1"), (BrokerScreen.Chat, Capability.Chat, "FLOW-CHAT-1") }.Select(Quiet),
        .. new[] { (BrokerScreen.Deposit, Capability.Deposit), (BrokerScreen.Withdrawal, Capability.Withdrawal) }.SelectMany(Guarded),
        Of("FLOW-RIBBON-2/ribbons", "Ribbons that the broker defines are seen in the application", Must("FLOW-RIBBON-2"), "Send call 3.9 for each user whose ribbons change.",
            static async (run, cancellationToken) =>
            {
                var session = await InAppTrips.SessionAsync(run, cancellationToken);
                run.Note($"{run.Crm.Trader().Email} sees {session.Ribbons.Count} ribbons: {string.Join("; ", session.Ribbons.Select(static ribbon => ribbon.ToString()))}");
                Check.AskPerson($"Define a ribbon for {run.Crm.Trader().Email} in the CRM: does the application show it, with its title, colour and action, and does it go away when the set is emptied?");
            }, Capability.Platform, Capability.Ribbons) with { Also = [Must("FLOW-RIBBON-1"), Must("MOD-8")] },
    ];

    private static IEnumerable<ConformanceCase> Opening(string section, string name, Capability capability, string requirement, string flow, Func<CaseRun, CancellationToken, Task<Trip>> take)
    {
        yield return Of($"{section}/opens", $"The {name.Replace('-', ' ')} screen opens with the OT token that the application asked for (4.4)", Must(requirement), "Answer call 4.4 with an OT token for the userId, and take it at the screen.",
            take, static (trip, _) =>
            {
                Check.That(trip.Calls.Any(static call => call.Call == "4.4" && call.Succeeded), "call 4.4 with success", "none");
                Check.That(trip.FirstStatus == 200 && trip.Stages.Count > 0, "status 200 and a form", $"status {trip.FirstStatus} and {trip.Stages.Count} forms");
            }, Capability.Platform, capability) with { Also = [Must(flow), Must("FLOW-INAPP-1"), Must("FLOW-INAPP-5"), Must("FLOW-INAPP-7"), Must("MOD-7")] };
        yield return Of($"{section}/fresh-token", $"The success page of the {name.Replace('-', ' ')} comes with a fresh OT token", Should("SCR-56"), "Generate an OT token right before the redirect, as after a log-in.",
            take, static (trip, run) => trip.MustHaveToken(run), Capability.Platform, capability);
    }

    private static IEnumerable<ConformanceCase> Paying(
        string section, string name, Capability capability, string requirement, string type, string[] flow, Func<CaseRun, CancellationToken, Task<Trip>> take, string amount, decimal change)
    {
        yield return Of($"{section}/change-balance", $"The CRM changes the balance at the platform (3.5) for a {name}", Must(requirement), $"Send call 3.5 with type {type} for the account of the address, and keep balanceHistoryId.",
            take, (trip, run) =>
            {
                var call = trip.MustHaveCall(run, "3.5");
                Check.That(call.Sent("type")?.Contains(type, StringComparison.Ordinal) == true, $"\"type\":\"{type}\"", $"\"{call.Sent("type")}\"");
                Check.That(call.Answered("balanceHistoryId") is not null, "a balanceHistoryId in the answer", "none");
            }, Capability.Platform, capability) with { Also = [Must(flow[0]), Must("WS-22")] };
        yield return Of($"{section}/success-page", $"The {name} ends at the success page", Must(requirement), "Redirect to the success URL when the money is booked.",
            take, static (trip, run) => trip.MustEndWell(run), Capability.Platform, capability) with { Also = [Must(flow[1]), Must("FLOW-INAPP-8"), Must("FLOW-INAPP-9")] };
        yield return Of($"{section}/amount", $"The {name} changes the balance by the amount that was entered", Must(requirement), "Send the amount that was entered, in the account's currency and in the unit that call 3.5 asks for.",
            take, (trip, run) =>
            {
                trip.MustEndWell(run);
                Check.That(Balance(trip.Session!.Must(), trip.Account) - Balance(trip.Before!, trip.Account) == change, $"a balance changed by {change.ToString(CultureInfo.InvariantCulture)} for the amount {amount}", $"{Balance(trip.Session.Value!, trip.Account) - Balance(trip.Before!, trip.Account)}");
            }, Capability.Platform, capability);
    }

    private static ConformanceCase Quiet((BrokerScreen Screen, Capability Capability, string Flow) one) => Of(
        $"{one.Flow}/opens", $"{one.Screen.Name} opens from the application, and is the broker's own matter", Must(one.Flow), "Take the OT token at the screen and do the rest inside the client area.",
        async (run, cancellationToken) =>
        {
            var desk = new PlatformDeskClient(run);
            var session = await InAppTrips.SessionAsync(run, cancellationToken);
            var newest = await desk.NewestAsync(cancellationToken);
            var token = await desk.InAppTokenAsync(session, cancellationToken);
            var answer = await run.SendAsync($"opens {one.Screen.Name.ToLowerInvariant()}", Request(run, one.Screen, token, session.Accounts[0].Login), cancellationToken);
            Check.That(answer.Status is >= 200 and < 400, "the screen", $"status {answer.Status}");
            var user = session.UserId.ToString(CultureInfo.InvariantCulture);
            var calls = (await desk.CallsAfterAsync(newest, cancellationToken)).Where(call => call.Call is "3.2" or "3.3" or "3.4" or "3.5" && call.Sent("userId") == user).ToList();
            Check.That(calls.Count == 0, "no call to the platform", string.Join(", ", calls));
        },
        Capability.Platform, one.Capability) with { Also = one.Screen == BrokerScreen.Kyc ? [Must("FLOW-KYC-2"), Must("MOD-12")] : [] };

    private static IEnumerable<ConformanceCase> Guarded((BrokerScreen Screen, Capability Capability) one)
    {
        yield return Of($"SCR-28/{one.Screen.Id}-of-another", $"{one.Screen.Name} refuses an account of somebody else", Must("SCR-28").Inferred, "Answer 403 when account does not belong to the user of the token.",
            async (run, cancellationToken) =>
            {
                var desk = new PlatformDeskClient(run);
                var other = await desk.ReopenAsync(run.Broker.Names, await run.Crm.AccessTokenAsync(cancellationToken, 1), cancellationToken);
                var foreign = other.Accounts.Count > 0 ? other.Accounts[0].Login : throw new ConfigurationFaultException("the second trader has no account", "Name a second trader with an account under users in the plan.");
                var answer = await run.SendAsync("opens the screen with the account of the second trader", Request(run, one.Screen, await run.Crm.NewOneTimeTokenAsync(cancellationToken), foreign), cancellationToken);
                answer.MustHaveStatus(403);
            }, Capability.Platform, one.Capability, Capability.SecondUser);
        yield return Of($"SCR-37/{one.Screen.Id}-replayed", $"{one.Screen.Name} does not open a second time with the same token elsewhere", Must("SCR-37").Inferred, "Use the token up when the screen is first opened.",
            async (run, cancellationToken) =>
            {
                var request = Request(run, one.Screen, await run.Crm.NewOneTimeTokenAsync(cancellationToken), await run.AccountAsync(cancellationToken));
                var first = await run.SendAsync("opens the screen", request, cancellationToken);
                Check.That(first.Status is >= 200 and < 400, "the screen", $"status {first.Status}");
                (await run.SendAsync("opens the same address in another browser", request, cancellationToken)).MustHaveStatus(404);
            }, Capability.Platform, one.Capability);
    }

    private static decimal Balance(DeskSession session, long login)
    {
        var account = session.Accounts.First(one => one.Login == login);
        return account.Balance / (decimal)Math.Pow(10, account.MoneyDigits);
    }

    private static TargetRequest Request(CaseRun run, BrokerScreen screen, string token, long? account) =>
        new(HttpMethod.Get, ScreenAddress.Of(run.Broker, screen.Path(run.Plan.Screens), names: null, []))
        {
            ContentType = null,
            Query =
            [
                new("brokerName", run.Broker.Names.BrokerName), new("brokerCrmName", run.Broker.Names.BrokerCrmName), new("token", token),
                .. account is null ? [] : new[] { KeyValuePair.Create("account", account.Value.ToString(CultureInfo.InvariantCulture)) },
            ],
            Headers = [new("Accept", "text/html")],
        };
}
