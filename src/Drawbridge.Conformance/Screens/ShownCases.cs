using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Screens.ScreenCase;

namespace Drawbridge.Conformance.Screens;

/// <summary>Every screen is there, in time, and fits (CONF-6.2.1, CONF-6.2.2).</summary>
internal static class ShownCases
{
    private const int MostLoads = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. BrokerScreen.All.SelectMany(Of)];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        var view = Usual(screen);
        yield return ScreenCase.Of(
            "6.2.1", view, "opens", "opens as a page with something on it", Must("CONF-6.2.1-1"),
            "Serve the screen at the address that the platform operator was given, with status 200 and as text/html, to whoever comes with the parameters of section 2.",
            static (visit, _) =>
            {
                Check.That(visit.Status == 200, "status 200", visit.Status == 0 ? "no page" : $"status {visit.Status}");
                Check.That(visit.Header("content-type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true, "Content-Type text/html", visit.Header("content-type") ?? "none");
                Check.That(visit.Page.Text.Length > 20, "a page with text on it", visit.Page.Text.Length == 0 ? "an empty page" : $"\"{visit.Page.Text}\" only");
            }) with { Also = [Must(screen.Source), Must("SCR-16"), Must("SCR-61"), Must("MOD-50")] };
        yield return ScreenCase.Of(
            "6.2.1", view, "no-errors", "breaks no script, and nothing that it needs is missing or forbidden", Must("CONF-6.2.1-1").Inferred,
            "Open the screen with the browser's console: mend the script, serve the missing file, or allow it in the Content-Security-Policy.",
            static (visit, _) => Check.That(visit.Complaints.Count == 0, "no errors in the browser's console", Few(visit.Complaints)));
        yield return ScreenCase.Of(
            "6.2.1", view, "title", "has a title, and a heading or text that says what it is for", Must("CONF-6.2.1-1").Inferred,
            "Give the page a <title>: applications and screen readers show it.",
            static (visit, _) => Check.That(visit.Page.Title.Length > 0, "a title", "none"));
        yield return ScreenCase.Of(
            "6.2.2", view, "sizes", "fits into windows from a small phone to a desktop without scrolling sideways", Must("CONF-6.2.2-1"),
            "Let the layout follow the window's width: no fixed widths, pictures with max-width 100 %, tables that scroll by themselves.",
            static (visit, _) =>
            {
                var wide = visit.Layouts.Where(static one => one.Layout.Scroll > 1).ToList();
                Check.That(wide.Count == 0, "a page as wide as the window", Few(wide.Select(static one => $"one {one.Layout.Scroll} px wider on {one.Size}")));
            }) with { Also = [Must("SCR-60"), Must("SCR-16")] };
        yield return ScreenCase.Of(
            "6.2.2", view, "nothing-cut", "shows controls and texts whole at every size", Must("CONF-6.2.2-1"),
            "Let texts wrap and controls shrink: nothing may reach beyond the window's edge or be cut off, in no language.",
            static (visit, _) =>
            {
                var cut = visit.Layouts.Where(static one => one.Layout.Misfits.Count > 0).ToList();
                Check.That(cut.Count == 0, "controls and texts inside the window", Few(cut.Select(static one => $"{one.Layout.Misfits[0]} on {one.Size}")));
            }) with { Also = [Must("SCR-60")] };
        yield return ScreenCase.Of(
            "6.2.2", view, "fingers", "has controls that a finger can hit on a phone", Must("SCR-60").Inferred,
            "Make buttons, lists and fields at least 24 px high on phones; 44 px are better.",
            static (visit, _) =>
            {
                var small = visit.Layouts.Where(static one => one.Size.Width <= 390).SelectMany(static one => one.Layout.Small).Distinct(StringComparer.Ordinal).ToList();
                Check.That(small.Count == 0, "controls that are at least 24 px high", Few(small));
            });
        yield return ScreenCase.Of(
            "6.2.2", view, "viewport", "tells phones to lay it out for their own width", Must("SCR-60").Inferred,
            "Put <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"> into the head; without it phones show the desktop's layout in small.",
            static (visit, _) => Check.That(
                visit.Page.Viewport.Contains("width=device-width", StringComparison.OrdinalIgnoreCase), "a meta element viewport with width=device-width", visit.Page.Viewport.Length == 0 ? "none" : visit.Page.Viewport));
        yield return ScreenCase.Of(
            "SCR-67", view, "load-time", "is there within 3 seconds", Must("SCR-67"),
            "Make the page lighter: fewer and smaller files, compressed and cached; answer the first request without waiting for the platform.",
            static (_, _) => { }) with { Also = [Must("CONF-0-5")], RunAsync = (run, cancellationToken) => MustLoadAsync(run, view, cancellationToken) };
        yield return ScreenCase.Of(
            "SCR-61", view, "labels", "gives each control a name that screen readers can say", Must("CONF-6.2.1-1").Inferred,
            "Give each field a <label>, and each button a text or aria-label.",
            static (visit, _) =>
            {
                var nameless = visit.Page.Controls.Where(static control => control.Label.Length == 0).Select(static control => $"{control.Tag} {(control.Name.Length > 0 ? control.Name : control.Type)}").ToList();
                Check.That(nameless.Count == 0, "a label at every control", $"none at {Few(nameless)}");
            });
    }

    /// <summary>One load may have met a machine that had other things to do, so a slow one is tried again: the best counts.</summary>
    private static async Task MustLoadAsync(CaseRun run, ScreenView view, CancellationToken cancellationToken)
    {
        var visit = await run.VisitAsync(view, cancellationToken);
        MustBeThere(visit);
        var best = visit.Page.LoadedMs;
        var loads = 1;
        for (; best > Longest.TotalMilliseconds && loads < MostLoads && run.Context.Browser is not null; loads++)
        {
            var again = await run.LoadedMsAsync(view, cancellationToken);
            run.Note($"the first load took {best / 1000:0.0} s, another one {again / 1000:0.0} s");
            best = Math.Min(best, again);
        }

        if (best > Longest.TotalMilliseconds)
        {
            await ShowAsync(run, visit, cancellationToken);
            Check.Fail("a page that is there within 3 s", $"one that took {best / 1000:0.0} s{(loads > 1 ? $" at the best of {loads} times" : "")}");
        }
    }
}
