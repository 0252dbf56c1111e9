namespace Drawbridge.Platform.Coverage;

/// <summary>What the instrument's pages of text have around them.</summary>
internal static class CoverageLayout
{
    private static readonly (string Path, string Title)[] Pages =
        [("/instrument/", "Instrument"), ("/instrument/coverage", "Coverage"), ("/instrument/does-not-do", "Does not do"), ("/app/", "Simulator")];

    public static Html Around(string path, string title, string description, Html main) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <title>{title} · Drawbridge Instrument</title>
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="description" content="{description}">
          <meta name="referrer" content="no-referrer">
          <meta name="robots" content="noindex">
          <meta name="color-scheme" content="light dark">
          <link rel="icon" href="/app/mark.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/app/base.css">
          <link rel="stylesheet" href="/instrument/coverage.css">
          <!-- Not a module: the theme has to be there before anything is drawn. -->
          <script src="/instrument/coverage.js"></script>
        </head>
        <body>
          <a class="skip" href="#main">Skip to the page</a>
          <header class="bar">
            <a class="bar-brand" href="/instrument/"><img src="/app/mark.svg" alt="" width="28" height="28"><span translate="no">Drawbridge</span></a>
            <nav aria-label="Pages">{Html.All(Pages.Select(page => Link(page.Path, page.Title, page.Path == path)))}</nav>
          </header>
          <main id="main" tabindex="-1">
            <h1>{title}</h1>
        {main}
          </main>
        </body>
        </html>

        """);

    private static Html Link(string path, string title, bool isHere) =>
        isHere ? Html.Of($"""<a href="{path}" aria-current="page">{title}</a>""") : Html.Of($"""<a href="{path}">{title}</a>""");
}
