using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>Language and theme of screens (CONF-6.2.3, CONF-6.2.4, CONF-6.2.6).</summary>
internal static class LookCases
{
    private const string Light = "light";
    private const string Dark = "dark";
    private const double Bright = 0.6;
    private const double Gloomy = 0.4;

    private static readonly string[] RightToLeft = ["ar", "he", "fa", "ur"];
    private static readonly string[] Rare = ["nl", "fi", "ko", "el", "hu", "da", "no"];

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. BrokerScreen.Tested.SelectMany(Of), .. BrokerScreen.Entry.SelectMany(InLanguages), .. BrokerScreen.Entry.SelectMany(ByDefault)];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        yield return Look(
            screen, "6.2.4", Light, "is light with theme=light", "CONF-6.2.4-1", [Capability.Themes], "Read the parameter theme and show the light theme for light.",
            static plan => new(plan.First, Light), static (visit, _) => MustBe(Light, visit));
        yield return Look(
            screen, "6.2.4", Dark, "is dark with theme=dark", "CONF-6.2.4-2", [Capability.Themes], "Read the parameter theme and show the dark theme for dark.",
            static plan => new(plan.First, Dark), static (visit, _) => MustBe(Dark, visit));
        yield return Look(
            screen, "6.2.6", "default-language-dark", "is in the default language and dark when both are asked for", "CONF-6.2.6-1", [Capability.Themes],
            "Take lang and theme together: neither may make the other be forgotten.",
            static plan => new(plan.First, Dark), static (visit, plan) =>
            {
                MustSpeak(plan.First, visit.Page);
                MustBe(Dark, visit);
            });
        yield return Look(
            screen, "6.2.6", "other-language-light", "is in another language and light when both are asked for", "CONF-6.2.6-2", [Capability.Themes, Capability.Languages],
            "Take lang and theme together: neither may make the other be forgotten.",
            static plan => new(plan.Second, Light), static (visit, plan) =>
            {
                MustSpeak(plan.Second, visit.Page);
                MustBe(Light, visit);
            });
        yield return Look(
            screen, "6.2.3", "default-language", "speaks the default language when it is asked for", "CONF-6.2.3-1", [], "Read the parameter lang, and say in <html lang> which language the page is in.",
            static plan => new(plan.First, Dark), static (visit, plan) => MustSpeak(plan.First, visit.Page));
        yield return Look(
            screen, "6.2.3", "other-language", "speaks another supported language when it is asked for", "CONF-6.2.3-2", [Capability.Languages], "Read the parameter lang, and translate the whole screen.",
            static plan => new(plan.Second, Light), static (visit, plan) => MustSpeak(plan.Second, visit.Page));
    }

    private static IEnumerable<ConformanceCase> InLanguages(BrokerScreen screen)
    {
        yield return new ConformanceCase
        {
            Id = $"screens/6.2.3/{screen.Id}/every-language", Title = $"{screen.Name} is translated into every language that the plan names",
            Requirement = Should("CONF-6.2.3-2"), Also = [Must("SCR-45"), Should("SCR-22")], Kind = CaseKind.Browser, Needs = [.. screen.Needs, Capability.Languages],
            Remedy = "Translate the screen into each language that is offered, or take the language out of the plan and out of the settings.",
            RunAsync = (run, cancellationToken) => run.InTabAsync(
                async tab =>
                {
                    var texts = new Dictionary<string, string>(StringComparer.Ordinal);
                    foreach (var language in run.Plan.Screens.Languages)
                    {
                        await tab.GoAsync(await run.AddressAsync(new ScreenView(screen) { Lang = language }, cancellationToken));
                        var page = await PageScripts.FactsAsync(tab.Page);
                        run.Note($"lang={language}: \"{page.Heading}\" in {page.Lang}");
                        MustSpeak(language, page);
                        var same = texts.FirstOrDefault(other => other.Value == page.Text).Key;
                        Check.That(same is null, $"other words for lang={language} than for lang={same}", "the same words");
                        texts[language] = page.Text;
                    }
                },
                cancellationToken,
                new TabOptions { Quick = true }),
        };
        yield return new ConformanceCase
        {
            Id = $"screens/6.2.3/{screen.Id}/right-to-left", Title = $"{screen.Name} runs from right to left in languages that are written so",
            Requirement = Should("CONF-6.2.3-2"), Kind = CaseKind.Browser, Needs = [.. screen.Needs, Capability.Languages],
            Remedy = "Set dir=\"rtl\" on the page in Arabic, Hebrew, Persian and Urdu, and use logical margins in styles.",
            RunAsync = async (run, cancellationToken) =>
            {
                var language = run.Plan.Screens.Languages.FirstOrDefault(static one => RightToLeft.Contains(one, StringComparer.OrdinalIgnoreCase)) ?? throw new NotOfferedException("a language that is written from right to left");
                var visit = await run.VisitAsync(new ScreenView(screen) { Lang = language, Theme = Light }, cancellationToken);
                Check.That(visit.Page.Dir == "rtl", "dir=\"rtl\"", $"dir=\"{visit.Page.Dir}\"");
            },
        };
    }

    private static IEnumerable<ConformanceCase> ByDefault(BrokerScreen screen)
    {
        yield return Look(
            screen, "6.2.3", "unsupported-language", "speaks the default language when an unsupported one is asked for", "CONF-6.2.3-3", [],
            "Fall back to the default language when lang names one that the CRM does not have.",
            static plan => new(plan.Unsupported, null), static (visit, plan) => MustSpeak(plan.First, visit.Page));
        yield return Look(
            screen, "SCR-22", "upper-case", "takes the code of a language in capitals", "SCR-22", [Capability.Languages], "Compare lang without regard to case.",
            static plan => new(plan.Second.ToUpperInvariant(), null), static (visit, plan) => MustSpeak(plan.Second, visit.Page), inferred: true);
        yield return Look(
            screen, "SCR-24", "unknown-theme", "falls back to its default theme when an unknown one is asked for", "SCR-24", [], "Show the default theme when theme is neither light nor dark.",
            static plan => new(plan.First, "purple"), static (visit, _) => Check.That(visit.Page.Text.Length > 20, "the screen in its default theme", "an empty page"), inferred: true);
    }

    private static ConformanceCase Look(
        BrokerScreen screen, string section, string check, string says, string requirement, Capability[] needs, string remedy, Func<Languages, Asked> ask, Action<ScreenVisit, Languages> look, bool inferred = false) => new()
    {
        Id = $"screens/{section}/{screen.Id}/{check}",
        Title = $"{screen.Name} {says}",
        Requirement = inferred ? Should(requirement).Inferred : Should(requirement),
        Kind = CaseKind.Browser,
        Needs = [.. screen.Needs, .. needs],
        Remedy = remedy,
        RunAsync = async (run, cancellationToken) =>
        {
            var languages = Languages.Of(run);
            var asked = ask(languages);
            var visit = await run.VisitAsync(new ScreenView(screen) { Lang = asked.Lang, Theme = asked.Theme }, cancellationToken);
            Check.That(visit.Status == 200, "status 200", $"status {visit.Status}");
            try
            {
                look(visit, languages);
            }
            catch (NonconformityException)
            {
                await ShowAsync(run, visit, cancellationToken);
                throw;
            }
        },
    };

    private static void MustSpeak(string language, PageFacts page) => Check.That(
        page.Lang.Split('-', '_')[0].Equals(language.Split('-')[0], StringComparison.OrdinalIgnoreCase),
        $"a page in {language} (<html lang=\"{language}\">)",
        page.Lang.Length == 0 ? "one that does not say its language" : $"one in {page.Lang}");

    private static void MustBe(string theme, ScreenVisit visit) => Check.That(
        theme == Light ? visit.Page.Luminance > Bright : visit.Page.Luminance < Gloomy,
        theme == Light ? "a light background" : "a dark background",
        $"a background that is {visit.Page.Luminance:P0} as bright as white");

    private sealed record Asked(string? Lang, string? Theme);

    private sealed record Languages(string First, string Second, string Unsupported)
    {
        public static Languages Of(CaseRun run)
        {
            var all = run.Plan.Screens.Languages;
            return new(all[0], all.Count > 1 ? all[1] : all[0], Rare.First(code => !all.Contains(code, StringComparer.OrdinalIgnoreCase)));
        }
    }
}
