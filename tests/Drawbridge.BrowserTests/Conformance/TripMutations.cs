using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Running;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Brokers whose functions break one rule each, as changes to trips through a broker that breaks none.</summary>
/// <param name="Name">What is broken.</param>
/// <param name="Trip">The trip that shows it, by the key under which cases share it.</param>
/// <param name="Change">The same trip at a broker that breaks the rule.</param>
/// <param name="Fails">The cases that must notice; no other may.</param>
internal sealed record TripMutation(string Name, string Trip, Func<object, object> Change, params string[] Fails)
{
    private const string SignUp = "trip sign-up";
    private const string LogIn = "trip log-in";
    private const string NewAccount = "trip new account";

    private static readonly (string Trip, string Section)[] Actions = [("trip deposit", "6.3.4"), ("trip withdrawal", "6.3.5"), (NewAccount, "6.3.6")];

    private static readonly Outcome<DeskSession> Refused = new(null, new NonconformityException("status 200", "status 404"));

    private static readonly PilotEnd Nowhere = new PilotEnd.Stopped(new FormRead { Text = "Please wait." }, FormCameBack: false);

    public static IReadOnlyList<TripMutation> All { get; } = [.. OfSignUp, .. OfLogIn, .. OfReset, .. OfActions, .. OfMoney, .. OfNewAccount, .. OfClientArea];

    private static IEnumerable<TripMutation> OfSignUp =>
    [
        Of("no sign-up form", SignUp, static trip => trip with { FirstStatus = 500 }, "functions/6.3.1/opens"),
        Of("a sign-up that goes nowhere", SignUp, static trip => trip with { End = Nowhere }, [.. Checks("6.3.1", "success-page", "token", "names", "create-user", "create-trader", "link", "live-account", "once", "exchange", "right-user", "access-token", "reopened")]),
        Of("a sign-up without token", SignUp, static trip => trip with { End = Without(trip, "token") }, [.. Checks("6.3.1", "token", "exchange", "right-user", "access-token", "reopened")]),
        Of("a sign-up without names", SignUp, static trip => trip with { End = Without(trip, "brokerName") }, "functions/6.3.1/names"),
        Of("no user at the platform", SignUp, static trip => Less(trip, "3.2"), [.. Checks("6.3.1", "create-user", "once", "right-user")]),
        Of("somebody else's e-mail address", SignUp, static trip => Sends(trip, "3.2", trip.Person.Email, "other@example.com"), "functions/6.3.1/create-user"),
        Of("no account at the platform", SignUp, static trip => Less(trip, "3.3"), "functions/6.3.1/create-trader"),
        Of("an account without user", SignUp, static trip => Less(trip, "3.4"), [.. Checks("6.3.1", "link", "live-account", "once")]),
        Of("a demo account", SignUp, static trip => Sends(trip, "3.4", "live", "demo"), "functions/6.3.1/live-account"),
        Of("two users", SignUp, static trip => trip with { Calls = [.. trip.Calls, .. trip.Calls.Where(static call => call.Call == "3.2")] }, "functions/6.3.1/once"),
        Of("a token that cannot be exchanged", SignUp, static trip => trip with { Session = Refused }, "functions/6.3.1/exchange"),
        Of("somebody else's session", SignUp, static trip => Session(trip, static session => session with { UserId = session.UserId + 1 }), [.. Checks("6.3.1", "right-user", "reopened")]),
        Of("an application without the account", SignUp, static trip => Session(trip, static session => session with { Accounts = [] }), "functions/6.3.1/right-user"),
        Of("nobody is kept logged in after a sign-up", SignUp, static trip => Session(trip, static session => session with { AccessToken = null }) with { Reopened = null }, "functions/6.3.1/access-token"),
        Of("an application that asks again", SignUp, static trip => trip with { Reopened = Refused }, "functions/6.3.1/reopened"),
    ];

    private static IEnumerable<TripMutation> OfLogIn =>
    [
        Of("no log-in form", LogIn, static trip => trip with { Stages = [] }, "functions/6.3.2/opens"),
        Of("a log-in that goes nowhere", LogIn, static trip => trip with { End = Nowhere }, [.. Checks("6.3.2", "success-page", "token", "authorised", "access-token", "reopened")]),
        Of("a log-in without token", LogIn, static trip => trip with { End = Without(trip, "token") }, [.. Checks("6.3.2", "token", "authorised", "access-token", "reopened")]),
        Of("a log-in token that cannot be exchanged", LogIn, static trip => trip with { Session = Refused }, "functions/6.3.2/authorised"),
        Of("nobody is kept logged in", LogIn, static trip => Session(trip, static session => session with { AccessToken = null }) with { Reopened = null }, "functions/6.3.2/access-token"),
        Of("logged in again as somebody else", LogIn, static trip => trip with { Reopened = new(trip.Reopened!.Value! with { UserId = 1 }, null) }, "functions/6.3.2/reopened"),
        Of("everybody is kept logged in", "trip log-in once", static trip => Session(trip, static session => session with { AccessToken = "0123456789" }), "functions/6.3.2/not-kept"),
    ];

    private static IEnumerable<TripMutation> OfReset =>
    [
        Look<ResetCases.ResetLook>("no mail", "trip reset", static look => look with { Link = new(null, new NonconformityException("a mail", "none")) }, "functions/6.3.9/mail"),
        Look<ResetCases.ResetLook>("a reset that goes nowhere", "trip reset", static look => look with { End = Nowhere }, "functions/6.3.9/authorised"),
        Look<ResetCases.ResetLook>("a new password that is not kept", "trip reset", static look => look with { WithNew = Nowhere }, "functions/6.3.9/new-password"),
        Look<ResetCases.ResetLook>("an old password that is good for ever", "trip reset", static look => look with { WithOld = look.WithNew }, "functions/FLOW-RESET-3/old-password"),
        Look<ResetCases.ResetLook>("a link that is good twice", "trip reset", static look => look with { LinkWorksAgain = true }, "functions/FLOW-RESET-4/once"),
    ];

    private static IEnumerable<TripMutation> OfActions => Actions.SelectMany(static one => new[]
    {
        Of($"{one.Section}: no form", one.Trip, static trip => trip with { FirstStatus = 404 }, [.. Checks(one.Section, "opens")]),
        Of($"{one.Section}: no token for the application", one.Trip, static trip => Less(trip, "4.4"), [.. Checks(one.Section, "opens")]),
        Of($"{one.Section}: no fresh token", one.Trip, static trip => trip with { End = Without(trip, "token") }, [.. Checks(one.Section, "fresh-token")]),
        Of($"{one.Section}: goes nowhere", one.Trip, static trip => trip with { End = Nowhere }, one.Trip == NewAccount
            ? [.. Checks(one.Section, "success-page", "fresh-token", "create-trader", "link", "in-application")]
            : [.. Checks(one.Section, "success-page", "fresh-token", "change-balance", "amount")]),
    });

    private static IEnumerable<TripMutation> OfMoney =>
    [
        .. Actions.Where(static one => one.Trip != NewAccount).SelectMany(static one => new[]
        {
            Of($"{one.Section}: nothing is booked", one.Trip, static trip => Less(trip, "3.5"), [.. Checks(one.Section, "change-balance")]),
            Of($"{one.Section}: a bonus", one.Trip, static trip => Sends(Sends(trip, "3.5", "DEPOSIT", "BONUS"), "3.5", "WITHDRAW", "BONUS"), [.. Checks(one.Section, "change-balance")]),
            Of($"{one.Section}: no receipt", one.Trip, static trip => Answers(trip, "3.5", "balanceHistoryId", "other"), [.. Checks(one.Section, "change-balance")]),
            Of($"{one.Section}: cents for units", one.Trip, static trip => Session(trip, session => session with { Accounts = [.. session.Accounts.Select(account => account.Login == trip.Account ? account with { Balance = account.Balance + 1 } : account)] }), [.. Checks(one.Section, "amount")]),
        }),
        Of("booked twice", "trip deposit twice", static trip => trip with { Calls = [.. trip.Calls, .. trip.Calls.Where(static call => call.Call == "3.5")] }, "functions/6.3.4/twice"),
    ];

    private static IEnumerable<TripMutation> OfNewAccount =>
    [
        Of("no further account", NewAccount, static trip => Less(trip, "3.3"), "functions/6.3.6/create-trader"),
        Of("a further account without number", NewAccount, static trip => Answers(trip, "3.3", "\"login\"", "\"other\""), "functions/6.3.6/create-trader"),
        Of("a further account without user", NewAccount, static trip => Less(trip, "3.4"), "functions/6.3.6/link"),
        Of("a further account that nobody sees", NewAccount, static trip => Session(trip, _ => trip.Before!), "functions/6.3.6/in-application"),
    ];

    private static IEnumerable<TripMutation> OfClientArea =>
    [
        Look<ClientAreaCases.WebLook>("no way to cTrader Web", "trip web", static look => look with { IsVisible = false }, "functions/6.3.8/visible", "functions/6.3.8/authorised", "functions/SCR-81/web-address", "functions/FLOW-KMLI-4/not-kept"),
        Look<ClientAreaCases.WebLook>("cTrader Web without token", "trip web", static look => look with { Url = null }, "functions/6.3.8/authorised", "functions/SCR-81/web-address", "functions/FLOW-KMLI-4/not-kept"),
        Look<ClientAreaCases.WebLook>("cTrader Web with a token that is no good", "trip web", static look => look with { Exchanged = false }, "functions/6.3.8/authorised"),
        .. new[] { "acc", "lang", "source" }.Select(static name => Look<ClientAreaCases.WebLook>($"cTrader Web without {name}", "trip web", look => look with { Url = Without(look.Url!, name) }, "functions/SCR-81/web-address")),
        Look<ClientAreaCases.WebLook>("cTrader Web that is always kept logged in", "trip web", static look => look with { IsKept = true }, "functions/FLOW-KMLI-4/not-kept"),
        Look<ClientAreaCases.WebLook>("a token in the page", "trip web", static look => look with { InPage = true }, "functions/SCR-82/token-on-click"),
        Look<ClientAreaCases.LogOutLook>("a log-out that the platform is not told of", "trip log-out", static look => look with { Call = null }, "functions/FLOW-LOGOUT-1/client-area"),
        Look<ClientAreaCases.LogOutLook>("sessions that go on", "trip log-out", static look => look with { SessionIsOver = false }, "functions/FLOW-LOGOUT-1/sessions"),
        Look<ClientAreaCases.LogOutLook>("access tokens that go on", "trip log-out", static look => look with { TokenIsRefused = false }, "functions/FLOW-LOGOUT-4/tokens"),
    ];

    private static TripMutation Of(string name, string trip, Func<Trip, Trip> change, params string[] fails) => Look(name, trip, change, fails);

    private static TripMutation Look<T>(string name, string trip, Func<T, T> change, params string[] fails)
        where T : class => new(name, trip, found => change((T)found), fails);

    private static IEnumerable<string> Checks(string section, params string[] checks) => checks.Select(check => $"functions/{section}/{check}");

    private static Trip Less(Trip trip, string call) => trip with { Calls = [.. trip.Calls.Where(one => one.Call != call)] };

    private static Trip Sends(Trip trip, string call, string right, string wrong) =>
        trip with { Calls = [.. trip.Calls.Select(one => one.Call == call ? one with { RequestBody = one.RequestBody?.Replace(right, wrong, StringComparison.Ordinal) } : one)] };

    private static Trip Answers(Trip trip, string call, string right, string wrong) =>
        trip with { Calls = [.. trip.Calls.Select(one => one.Call == call ? one with { ResponseBody = one.ResponseBody?.Replace(right, wrong, StringComparison.Ordinal) } : one)] };

    private static Trip Session(Trip trip, Func<DeskSession, DeskSession> change) => trip with { Session = new(change(trip.Session!.Value!), null) };

    private static PilotEnd.Success Without(Trip trip, string parameter) => new(Without(((PilotEnd.Success)trip.End).Url, parameter));

    private static Uri Without(Uri url, string parameter)
    {
        var query = System.Web.HttpUtility.ParseQueryString(url.Query);
        query.Remove(parameter);
        return new UriBuilder(url) { Query = query.ToString() }.Uri;
    }
}
