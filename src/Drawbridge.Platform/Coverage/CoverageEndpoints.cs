using System.Text;
using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Coverage;

/// <summary>What is built of the specification, and what this platform does not do: pages, and the same as JSON.</summary>
internal static class CoverageEndpoints
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The pages. They hold documentation only, so they ask for no key.</summary>
    public static void MapCoveragePages(this IEndpointRouteBuilder app)
    {
        app.MapGet(CoveragePage.Path, static (HttpContext http, CoverageList list) => Page(http, CoveragePage.Render(list, CoverageFilter.Of(http.Request.Query))));
        app.MapGet(DoesNotDoPage.Path, static (HttpContext http) => Page(http, DoesNotDoPage.Render()));
        app.MapGet("/instrument/coverage.css", static (HttpContext http) => File(http, "coverage.css", "text/css; charset=utf-8"));
        app.MapGet("/instrument/coverage.js", static (HttpContext http) => File(http, "coverage.js", "text/javascript; charset=utf-8"));
    }

    /// <summary>The same as JSON, below the instrument's own interface.</summary>
    public static void MapCoverage(this IEndpointRouteBuilder instrument) =>
        instrument.MapGet("/coverage", static (HttpContext http, CoverageList list) => Answer.Of<CoverageView>(
            View(list, CoverageFilter.Of(http.Request.Query)), 200, CoverageJson.Default.CoverageView));

    private static CoverageView View(CoverageList list, CoverageFilter filter)
    {
        var rows = list.All.Where(filter.Matches).ToList();
        return new(CoverageState.All.ToDictionary(static state => state.Name, state => rows.Count(row => row.State == state.Name), StringComparer.Ordinal), rows);
    }

    private static IResult Page(HttpContext http, Html page)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Text(page.Markup, "text/html", Encoding.UTF8);
    }

    private static IResult File(HttpContext http, string name, string type)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Text(CoverageList.Text("Coverage/Assets/" + name), type);
    }
}
