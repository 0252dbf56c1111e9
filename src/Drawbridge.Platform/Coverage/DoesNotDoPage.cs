namespace Drawbridge.Platform.Coverage;

/// <summary>What this platform does not do, from the one place where that is written.</summary>
internal static class DoesNotDoPage
{
    public const string Path = "/instrument/does-not-do";

    private const string Source = "Coverage/platform.md";
    private const string Heading = "What it does not do";

    private static readonly Lazy<Html> Page = new(static () => CoverageLayout.Around(
        Path, Heading, "What this platform does not do, and where it differs from the vendor's.", Html.Of($"""
                <p class="lead">This is an independent implementation for developing, testing and rehearsing certification, not the vendor's software. How far each requirement has come is on <a href="{CoveragePage.Path}">its own page</a>.</p>
                <div class="text" data-testid="does-not-do">
            {CoverageMarkdown.Page(CoverageMarkdown.Section(CoverageList.Text(Source), Heading))}
                </div>
            """)));

    public static Html Render() => Page.Value;
}
