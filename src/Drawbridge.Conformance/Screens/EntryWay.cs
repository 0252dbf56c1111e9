using System.Text.RegularExpressions;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Screens;

/// <summary>Ways from one form to another.</summary>
internal static class EntryWay
{
    /// <summary>Follows a link, or presses a button, by what it is called.</summary>
    /// <param name="run">The case.</param>
    /// <param name="tab">Where.</param>
    /// <param name="words">What it is called.</param>
    /// <param name="selector">The name under which the plan may say which it is.</param>
    /// <param name="what">What a report calls it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page that it leads to.</returns>
    /// <exception cref="NonconformityException">There is none.</exception>
    public static async Task<PageFacts> FollowAsync(CaseRun run, Tab tab, Regex words, string selector, string what, CancellationToken cancellationToken)
    {
        var pilot = new FormPilot(run, tab, FormPerson.New());
        var page = await pilot.ReadAsync(cancellationToken);
        var id = page.Links.FirstOrDefault(link => link.Purpose == selector)?.Id ?? page.Buttons.FirstOrDefault(button => button.Purpose == selector)?.Id
            ?? page.Links.FirstOrDefault(link => words.IsMatch(link.Text))?.Id ?? page.Buttons.FirstOrDefault(button => words.IsMatch(button.Text))?.Id
            ?? page.Links.FirstOrDefault(link => words.IsMatch(new Uri(link.Href).AbsolutePath))?.Id;
        Check.That(id is not null, what, "none");
        await tab.Page.Locator($"[data-conformance=\"{id}\"]").ClickAsync();
        await pilot.ReadAsync(cancellationToken);
        return await PageScripts.FactsAsync(tab.Page);
    }
}
