using System.Collections.Frozen;
using Drawbridge.Platform.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.App;

/// <summary>The simulated app's pages and what it has to know.</summary>
internal static class AppEndpoints
{
    /// <summary>First parts of the links into an application (SCR-84), and of those that are ours.</summary>
    private static readonly FrozenSet<string> Links = new[]
    {
        "finder", "watchlists", "symbols", "positions", "orders", "history", "transactions", "news", "bonus", "accounts", "price-alerts", "search", "deal",
        "deposit", "invite",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static void MapApp(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", static () => Results.Redirect("/app/")).WithOrder(int.MaxValue); // a host with a front page of its own keeps it
        app.MapGet("/app/api/config", static (AppConfig config) => Answer.Of<AppConfigView>(config.View, 200, AppJson.Default.AppConfigView));
        app.MapGet("/app/api/screens/check", CheckScreenAsync);

        // SCR-50: the success page. Its query holds a token, so nobody keeps a copy.
        app.MapGet("/app/callback", static (HttpContext http, AppAssets assets, AppSecurity security) => File(http, assets, security, "callback.html"));
        app.MapGet("/app/{**path}", static (HttpContext http, string? path, AppAssets assets, AppSecurity security) =>
            File(http, assets, security, string.IsNullOrEmpty(path) ? "index.html" : path));
    }

    private static async Task<IResult> CheckScreenAsync(HttpContext http, ScreenCheck check)
    {
        var query = http.Request.Query;
        var app = new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        return await check.FindAsync(query["brokerName"], query["address"], app, http.RequestAborted) is { } view
            ? Answer.Of<ScreenCheckView>(view, 200, AppJson.Default.ScreenCheckView)
            : Answer.Refuse(PageFile.NoFile);
    }

    private static IResult File(HttpContext http, AppAssets assets, AppSecurity security, string path)
    {
        if (path == "index.html" && http.Request.Path == "/app")
        {
            return Results.Redirect("/app/" + http.Request.QueryString);
        }

        return PageFile.Of(http, assets, Links.Contains(path.Split('/')[0]) ? "index.html" : path, security.Policy);
    }
}
