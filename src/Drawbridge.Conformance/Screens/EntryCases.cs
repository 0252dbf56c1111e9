using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>What log-in and sign-up offer (CONF-6.2.5, CONF-6.2.7, CONF-6.3.7).</summary>
internal static class EntryCases
{
    private static readonly ScreenView LogIn = Usual(BrokerScreen.LogIn);
    private static readonly ScreenView SignUp = Usual(BrokerScreen.SignUp);
    private static readonly ScreenView Absent = new(BrokerScreen.LogIn with { Id = "log-in-by-default", FirstLogin = null, Name = "The screen without firstLogin" });
    private static readonly ScreenView Bad = new(BrokerScreen.LogIn with { Id = "log-in-by-nonsense", FirstLogin = "perhaps", Name = "The screen with a firstLogin that is neither true nor false" });

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("6.2.5", SignUp, "first-login", "is the form for new users with firstLogin=true", Should("CONF-6.2.5-1"),
            "Show the sign-up form at the log-in address when firstLogin=true.", static (visit, _) => MustBeSignUp(visit)) with { Also = [Should("SCR-26"), Must("SCR-1")] },
        Of("6.2.5", LogIn, "known-device", "is the log-in form with firstLogin=false", Should("CONF-6.2.5-2"),
            "Show the log-in form when firstLogin=false: e-mail address and password, and no offer of a first account.", static (visit, _) => MustBeLogIn(visit)) with { Also = [Should("SCR-26")] },
        Of("SCR-26", Absent, "no-parameter", "is the log-in form", Should("SCR-26").Inferred, "Take a missing firstLogin for false.", static (visit, _) => MustBeLogIn(visit)),
        Of("SCR-35", Bad, "bad-parameter", "is the log-in form", Must("SCR-35").Inferred, "Take a firstLogin that is not true for false.", static (visit, _) => MustBeLogIn(visit)),
        Of("6.2.7", LogIn, "reset-password", "offers a way to reset the password", Must("CONF-6.2.7-1"),
            "Put a link or button \"Reset password\" or \"Forgot password?\" on the screen.", static (visit, run) => MustOffer(visit, run, "resetLink", EntryWords.Reset(), "a control like \"Reset password\"")) with { Also = [Must("SCR-71")] },
        Of("6.3.7", LogIn, "link-to-sign-up", "links to the sign-up form", Must("CONF-6.3.7-1"),
            "Put a link to the sign-up form on the log-in form.", static (visit, run) => MustOffer(visit, run, "signUpLink", EntryWords.SignUp(), "a link to the sign-up form")) with { Also = [Must("SCR-70")] },
        Of("6.3.7", SignUp, "link-to-log-in", "links to the log-in form", Must("CONF-6.3.7-2"),
            "Put a link to the log-in form on the sign-up form.", static (visit, run) => MustOffer(visit, run, "logInLink", EntryWords.LogIn(), "a link to the log-in form")) with { Also = [Must("SCR-70")] },
        .. BrokerScreen.Entry.SelectMany(static screen => Fields(Usual(screen))),
    ];

    private static IEnumerable<ConformanceCase> Fields(ScreenView view)
    {
        var isSignUp = view.Screen == BrokerScreen.SignUp;
        yield return Of(
            "SCR-72", view, "keep-me-logged-in", "offers to keep the trader logged in", Must("SCR-72"),
            "Put a check box \"Keep me logged in\" on the form; without it no application can log anybody in again by itself.",
            static (visit, _) => Check.That(
                visit.Page.Controls.Any(static control => (control.Type == "checkbox" || control.Tag == "button") && FieldWords.Matches(FieldPurpose.KeepLoggedIn, $"{control.Name} {control.Label}")),
                "a check box like \"Keep me logged in\"", "none")) with { Also = [Must("FLOW-KMLI-1")] };
        yield return Of(
            "SCR-61", view, "password-field", "hides the password while it is entered, and lets password managers help", Must("CONF-6.2.1-1").Inferred,
            $"Use <input type=\"password\" autocomplete=\"{(isSignUp ? "new-password" : "current-password")}\">.",
            (visit, _) =>
            {
                var passwords = visit.Page.Controls.Where(static control => control.Type == "password").ToList();
                Check.That(passwords.Count > 0, "a field of type password", "none");
                Check.That(passwords.All(static control => control.Autocomplete != "off" && control.Autocomplete.Contains("password", StringComparison.Ordinal)),
                    $"autocomplete=\"{(isSignUp ? "new-password" : "current-password")}\"", $"autocomplete=\"{passwords[0].Autocomplete}\"");
            });
        yield return Of(
            "SCR-61", view, "email-field", "brings up the right keyboard for the e-mail address", Must("CONF-6.2.1-1").Inferred,
            "Use <input type=\"email\"> with autocomplete=\"username\" or \"email\".",
            static (visit, _) => Check.That(
                visit.Page.Controls.Any(static control => control.Type == "email" || control.Autocomplete.Contains("username", StringComparison.Ordinal) || control.Autocomplete.Contains("email", StringComparison.Ordinal)),
                "a field of type email", "none"));
        yield return Of(
            "SCR-50", view, "posts", "sends what is entered to the broker by POST, so that it stands in no address", Must("SCR-15").Inferred,
            "Give the form method=\"post\" and an https address of the broker's own.",
            static (visit, run) => Check.That(
                visit.Page.Actions.All(action => !Uri.TryCreate(action, UriKind.Absolute, out var url) || url.Authority == run.Broker.Url.Authority || run.Plan.Screens.OtherHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase)),
                $"forms that go to {run.Broker.Url.Authority}", Few(visit.Page.Actions)));
    }

    private static void MustBeSignUp(ScreenVisit visit) => Check.That(
        visit.Page.Controls.Any(static control => control.Autocomplete.Contains("new-password", StringComparison.Ordinal) || control.Autocomplete is "given-name" or "family-name" or "name")
            || visit.Page.Controls.Count(static control => control.Tag is "input" or "select" && control.Type is not ("checkbox" or "radio")) > 2
            || EntryWords.SignUp().IsMatch(visit.Page.Heading),
        "the sign-up form",
        $"\"{visit.Page.Heading}\", which does not look like it");

    private static void MustBeLogIn(ScreenVisit visit) => Check.That(
        visit.Page.Controls.Any(static control => control.Type == "password")
            && !visit.Page.Controls.Any(static control => control.Autocomplete.Contains("new-password", StringComparison.Ordinal) || control.Autocomplete is "given-name" or "family-name"),
        "the log-in form",
        visit.Page.Controls.Any(static control => control.Type == "password") ? "the sign-up form" : $"\"{visit.Page.Heading}\" without a password field");

    private static void MustOffer(ScreenVisit visit, CaseRun run, string selector, System.Text.RegularExpressions.Regex words, string what) => Check.That(
        run.Plan.Screens.Selectors.ContainsKey(selector)
            || visit.Page.Links.Any(link => words.IsMatch(link.Text) || words.IsMatch(new Uri(link.Href).AbsolutePath)) || visit.Page.Controls.Any(control => control.Tag == "button" && words.IsMatch(control.Label)),
        what,
        $"links and buttons {Few(visit.Page.Links.Select(static link => $"\"{link.Text}\"").Concat(visit.Page.Controls.Where(static control => control.Tag == "button").Select(static control => $"\"{control.Label}\"")))}");
}
