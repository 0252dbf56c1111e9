using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>What axe says about a page and its frames.</summary>
internal static class Axe
{
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>Serious and critical faults, one a line, with where they are.</summary>
    public static async Task<IReadOnlyList<string>> FaultsOfAsync(IPage page)
    {
        // A colour in the middle of a transition is nobody's choice. What turns for ever is not waited for.
        await page.EvaluateAsync(
            """
            () => Promise.all(document.getAnimations()
              .filter(animation => Number.isFinite(animation.effect?.getComputedTiming().endTime))
              .map(animation => animation.finished.catch(() => null)))
            """);

        var result = await page.RunAxe();
        return [.. result.Violations
            .Where(violation => Grave.Contains(violation.Impact, StringComparer.Ordinal))
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}")];
    }
}
