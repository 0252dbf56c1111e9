using System.Text.Json;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing.Visits;

/// <summary>Scripts that look at pages. They stand in files of their own beside this one.</summary>
internal static class PageScripts
{
    private static readonly string Facts = Read("page-facts.js");
    private static readonly string Layout = Read("page-layout.js");

    /// <summary>Everything about the document of a tab that a case may ask.</summary>
    public static Task<PageFacts> FactsAsync(IPage page) => FactsAsync(page.MainFrame);

    /// <summary>Everything about the document of a frame that a case may ask.</summary>
    public static async Task<PageFacts> FactsAsync(IFrame frame) => (await frame.EvaluateAsync<JsonElement>(Facts)).Deserialize(PageJson.Default.PageFacts)!;

    /// <summary>What does not fit into the window as it is now.</summary>
    public static async Task<PageLayout> LayoutAsync(IFrame frame) => (await frame.EvaluateAsync<JsonElement>(Layout)).Deserialize(PageJson.Default.PageLayout)!;

    public static string Read(string name)
    {
        using var stream = typeof(PageScripts).Assembly.GetManifestResourceStream($"{typeof(PageScripts).Namespace}.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
