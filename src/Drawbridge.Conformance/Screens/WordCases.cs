using System.Text.RegularExpressions;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Screens;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>What may not stand on any screen, and what must (CONF-0-5).</summary>
internal static partial class WordCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. BrokerScreen.All.SelectMany(Everywhere), .. BrokerScreen.Entry.SelectMany(AtTheEntry)];

    private static IEnumerable<ConformanceCase> Everywhere(BrokerScreen screen)
    {
        var view = Usual(screen);
        yield return Of(
            "SCR-62", view, "no-ctrader-id", "does not mention the cTrader ID", Must("SCR-62"),
            "Write \"account\" or your brand instead: traders log in at your client area, and the vendor's identity product is no part of that.",
            static (visit, _) => Check.That(Own().Match(visit.Page.Everything) is { Success: false }, "no mention of the cTrader ID", $"\"{Own().Match(visit.Page.Everything).Value}\"")) with { Also = [Must("CONF-0-5")] };
        yield return Of(
            "SCR-63", view, "no-other-platform", "mentions no other trading platform", Must("SCR-63"),
            "Take the names of other platforms off the screen, also from descriptions of pictures and from lists of account kinds.",
            static (visit, run) =>
            {
                var text = Own().Replace(visit.Page.Everything, "");
                var found = ForbiddenNames.FindIn(text)
                    ?? run.Broker.ForbiddenWords.FirstOrDefault(word => Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(word)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
                Check.That(found is null, "no mention of another trading platform", $"\"{found}\"");
            }) with { Also = [Must("CONF-0-5")] };
        yield return Of(
            "SCR-65", view, "no-pop-ups", "opens no window, no dialog and nothing that covers it", Must("SCR-65"),
            "Put what the window says into the page itself. That goes for cookie banners and offers, too.",
            static (visit, _) =>
            {
                Check.That(visit.PopUps == 0, "no window that opens by itself", $"{visit.PopUps}");
                Check.That(visit.Dialogs.Count == 0, "no dialog of the browser", Few(visit.Dialogs));
                Check.That(visit.Page.Modals.Count == 0, "nothing that covers the page", Few(visit.Page.Modals.Select(static text => $"\"{text}\"")));
            }) with { Also = [Must("CONF-0-5")] };
        yield return Of(
            "SCR-68", view, "no-browser-controls", "has no controls that belong to a browser", Must("SCR-68"),
            "Take buttons for reloading, printing, bookmarks, full screen and the browser's history away: inside an application there is no browser.",
            static (visit, _) =>
            {
                var found = visit.Page.Controls.Where(static control => BrowserWords().IsMatch(control.Label)).Select(static control => $"\"{control.Label}\"")
                    .Concat(visit.Page.Links.Where(static link => link.Href.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || BrowserWords().IsMatch(link.Text)).Select(static link => $"\"{link.Text}\""))
                    .ToList();
                Check.That(found.Count == 0, "no browser-related controls", Few(found));
            });
    }

    private static IEnumerable<ConformanceCase> AtTheEntry(BrokerScreen screen)
    {
        var view = Usual(screen);
        yield return Of(
            "SCR-66", view, "no-chat", "has no chat button or other element that logging in does not need", Must("SCR-66"),
            "Leave the chat and marketing widgets out of log-in and sign-up; chat has a screen of its own.",
            static (visit, _) =>
            {
                var found = visit.Page.Frames.Concat(visit.Page.Floating).Where(static text => Chat().IsMatch(text))
                    .Concat(visit.Page.Controls.Select(static control => control.Label).Where(static label => Chat().IsMatch(label)))
                    .Concat(visit.Requests.Where(static request => Chat().IsMatch(request.Url.Host)).Select(static request => request.Url.Host))
                    .Distinct(StringComparer.Ordinal).ToList();
                Check.That(found.Count == 0, "no chat on the screen", Few(found.Select(static text => $"\"{text}\"")));
            }) with { Also = [Must("CONF-0-5")] };
        yield return Of(
            "SCR-64", view, "legal-words", "names the legal entity and the jurisdiction of this broker", Must("SCR-64"),
            "Show the broker's or white label's own legal entity and jurisdiction, resolved by brokerName.",
            static (visit, run) =>
            {
                if (run.Broker.LegalWords.Count == 0)
                {
                    run.Show("the foot of the screen", visit.Pictures[0]);
                    Check.AskPerson("Does the screen name the right legal entity and jurisdiction, and nothing that misleads? (Give legalWords in the plan, and the runner looks by itself.)");
                }

                var missing = run.Broker.LegalWords.Where(word => !visit.Page.Everything.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
                Check.That(missing.Count == 0, $"{Few(run.Broker.LegalWords.Select(static word => $"\"{word}\""))} on the screen", $"a screen without {Few(missing.Select(static word => $"\"{word}\""))}");
            }) with { Also = [Must("CONF-0-5")] };
    }

    [GeneratedRegex(@"(?<![a-z0-9])(c[\s\-_]?trader[\s\-_]*ids?|ctids?)(?![a-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Own();

    [GeneratedRegex(@"^\W*(reload|refresh( page)?|print|full ?screen|bookmark|add to favou?rites|forward|home ?page|open in (a )?(new )?(tab|window|browser))\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BrowserWords();

    [GeneratedRegex(@"\b(live[\s-]?chat|chat|intercom|zendesk|zopim|tawk|crisp|drift|tidio|freshchat|jivo|olark)\b|livechat", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chat();
}
