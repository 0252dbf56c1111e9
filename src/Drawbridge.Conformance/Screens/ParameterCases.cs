using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Screens;

/// <summary>Parameters that screens get (section 2 of the screens' protocol).</summary>
internal static class ParameterCases
{
    private static readonly string Long = new('p', 128);

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. BrokerScreen.Entry.Concat([BrokerScreen.Deposit, BrokerScreen.NewAccount]).SelectMany(Of),
        .. new[] { "Web", "Android", "iOS", "MacOS", "Desktop", "web" }.Select(Source),
        .. BrokerScreen.Entry.Select(static screen => ScreenCase.Of("SCR-25", new ScreenView(screen) { More = $"partnerId={Long}&utm_source=mail&utm_medium=banner&utm_campaign=spring&utm_term=fx&gclid=abc&eventName=first_open" }, "attribution",
            "takes a partnerId of 128 characters and where the trader came from", Must("SCR-25").Inferred,
            "Accept partnerId, utm_source, utm_medium, utm_campaign, utm_term, gclid and eventName, and keep them with the new user.",
            static (visit, _) => MustBeUsable(visit))),
        new()
        {
            Id = "screens/SCR-36/log-in/form-switch", Title = "Language, theme and broker survive the way from log-in to sign-up", Requirement = Must("SCR-36").Inferred,
            Kind = CaseKind.Browser, Needs = [Capability.Browser, Capability.Sso, Capability.Languages, Capability.Themes],
            Remedy = "Carry lang, theme, source, partnerId, utm_*, gclid, brokerName and brokerCrmName through every link, form and redirect of the flow.",
            RunAsync = SwitchAsync,
        },
        new()
        {
            Id = "screens/SCR-74/sign-up/private-relay", Title = "The sign-up screen refuses e-mail addresses of private relays with an explanation", Requirement = Must("SCR-74"),
            Kind = CaseKind.Browser, Needs = BrokerScreen.SignUp.Needs,
            Remedy = "Refuse addresses at privaterelay.appleid.com and the like, and say that the trader's own address is needed.",
            RunAsync = RelayAsync,
        },
    ];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        yield return ScreenCase.Of(
            "SCR-35", new ScreenView(screen) { More = "surprise=1&x%5B%5D=%3Cscript%3E&utm_content=y" }, "unknown-parameters", "ignores parameters that it does not know", Must("SCR-35").Inferred,
            "Read the parameters that are known and leave the rest alone.", static (visit, _) => MustBeUsable(visit));
        yield return ScreenCase.Of(
            "SCR-35", new ScreenView(screen) { Lang = "%%", Theme = "<b>", Source = "Toaster" }, "bad-values", "is not broken by bad values of optional parameters", Must("SCR-35").Inferred,
            "Fall back to the default when lang, theme or source cannot be used, and never write them into the page as they are.",
            static (visit, _) => MustBeUsable(visit));
    }

    private static ConformanceCase Source(string source) => ScreenCase.Of(
        "SCR-23", new ScreenView(BrokerScreen.LogIn) { Source = source }, $"source-{(source == "web" ? "small-web" : source.ToLowerInvariant())}", $"opens with source={source}", Should("SCR-23"),
        "Accept Web, Android, iOS, MacOS and Desktop in any case; they may steer the layout, and never whether the screen opens.", static (visit, _) => MustBeUsable(visit)) with { Also = [Must("FLOW-GEN-3")] };

    private static void MustBeUsable(ScreenVisit visit)
    {
        Check.That(visit.Status == 200, "status 200", $"status {visit.Status}");
        Check.That(visit.Page.Controls.Count > 0, "the screen with its controls", "a page without controls");
    }

    private static Task SwitchAsync(CaseRun run, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            var language = run.Plan.Screens.Languages[1];
            var view = new ScreenView(BrokerScreen.LogIn) { Lang = language, Theme = "dark", Source = "iOS", More = "partnerId=partner%2077&utm_source=mail" };
            await tab.GoAsync(await run.AddressAsync(view, cancellationToken));
            var facts = await EntryWay.FollowAsync(run, tab, EntryWords.SignUp(), "signUpLink", "a link to the sign-up form", cancellationToken);
            Check.That(facts.Lang.StartsWith(language, StringComparison.OrdinalIgnoreCase), $"a sign-up form in {language}", $"one in {facts.Lang}");
            Check.That(facts.Luminance < 0.4, "a dark sign-up form", "a light one");
            Check.That(facts.Controls.Any(static control => control.Type == "password"), "the sign-up form", $"\"{facts.Heading}\"");
        },
        cancellationToken);

    private static Task RelayAsync(CaseRun run, CancellationToken cancellationToken) => run.InTabAsync(
        async tab =>
        {
            await tab.GoAsync(await run.AddressAsync(new ScreenView(BrokerScreen.SignUp), cancellationToken));
            var person = FormPerson.New();
            var end = await new FormPilot(run, tab, person with { Email = $"{person.Email.Split('@')[0].Replace("conformance.", "", StringComparison.Ordinal)}@privaterelay.appleid.com" }).GoAsync(cancellationToken);
            run.Note($"signs up with an address at privaterelay.appleid.com: {end}");
            Check.That(end is PilotEnd.Stopped { FormCameBack: true }, "the form again, with an explanation", "a sign-up that goes on");
            Check.That(end is PilotEnd.Stopped { Page: var page } && (page.Alerts.Count > 0 || page.Fields.Any(static field => field.IsInvalid)), "an explanation beside the field", "the form without a word");
        },
        cancellationToken,
        new TabOptions { Quick = true });
}
