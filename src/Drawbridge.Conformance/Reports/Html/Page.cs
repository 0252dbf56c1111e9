namespace Drawbridge.Conformance.Reports.Html;

/// <summary>What all pages have in common: one file with style and script in it, nothing loaded from anywhere.</summary>
internal static class Page
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <param name="title">Of the window.</param>
    /// <param name="sections">Where the navigation leads: anchors and names.</param>
    /// <param name="body">What stands between the navigation and the end.</param>
    public static string Write(string title, IEnumerable<(string Link, string Name, string? Count)> sections, Markup body)
    {
        var navigation = new Markup().AddAll(sections, static section => $"<li><a href=\"{section.Link}\"><span>{section.Name}</span>{(section.Count is null ? null : Markup.Of($"<span class=\"count\">{section.Count}</span>"))}</a></li>");
        return Markup.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'self'">
            <title>{title}</title>
            <style>{Markup.Trusted(Style)}</style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="bar"><span class="mark" aria-hidden="true"></span><span class="product">Drawbridge <span>conformance</span></span><button type="button" class="theme" hidden>Dark</button></header>
            <div class="frame">
            <nav aria-label="Sections"><ul>{navigation}</ul></nav>
            <main id="content" tabindex="-1">
            {body}
            </main>
            </div>
            <script>{Markup.Trusted(Script)}</script>
            </body>
            </html>

            """).ToString();
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream($"reports/{name}")!);
        return reader.ReadToEnd();
    }
}
