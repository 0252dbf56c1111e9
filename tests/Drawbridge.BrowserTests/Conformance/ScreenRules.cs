using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Rules about screens that our broker breaks on the wire, so that looking itself is tried too.</summary>
internal static class ScreenRules
{
    private static readonly string[] LogIn = ["screens/6.2.1/log-in/opens", "screens/6.2.1/log-in/no-errors", "screens/6.2.1/log-in/title", "screens/6.2.2/log-in/*", "screens/SCR-6?/log-in/*", "screens/SCR-55/log-in/*", "screens/SCR-38/log-in/*", "screens/FLOW-GEN-4/log-in/*", "screens/6.2.7/log-in/*", "screens/6.3.7/log-in/*"];
    private static readonly string[] Names = ["screens/SCR-39/*"];
    private static readonly string[] Tokens = ["screens/SCR-37/*"];

    public static IReadOnlyList<BrokenRule> All { get; } =
    [
        On("no title", static html => html.Replace("<title>", "<title></title><meta name=\"x\" content=\"", StringComparison.Ordinal).Replace("</title>\n", "\">", StringComparison.Ordinal), "*/title"),
        On("no viewport", static html => html.Replace("name=\"viewport\"", "name=\"other\"", StringComparison.Ordinal), "*/viewport"),
        On("a forbidden name", static html => html.Replace("</main>", "<p>Use your cTrader ID</p></main>", StringComparison.Ordinal), "*/no-ctrader-id"),
        On("another platform", static html => html.Replace("</main>", "<p title=\"MT5\">Platforms</p></main>", StringComparison.Ordinal), "*/no-other-platform"),
        On("a dialog over the page", static html => html.Replace("</main>", "<div role=\"dialog\" aria-label=\"offer\">An offer</div></main>", StringComparison.Ordinal), "*/no-pop-ups"),
        On("a button to print", static html => html.Replace("</main>", "<button type=\"button\">Print</button></main>", StringComparison.Ordinal), "*/no-browser-controls", "*/fingers"),
        On("a field that nobody named", static html => html.Replace("</main>", "<input name=\"x\" class=\"amount\"></main>", StringComparison.Ordinal), "*/labels"),
        On("something wide", static html => html.Replace("</main>", "</main><table width=\"1100\"><tr><td>wide</td></tr></table>", StringComparison.Ordinal), "*/sizes", "*/nothing-cut"),
        On("a picture from elsewhere", static html => html.Replace("</main>", "<img src=\"https://cdn.example.net/x.png\" alt=\"x\"></main>", StringComparison.Ordinal), "*/third-parties", "*/no-errors"),
        On("no way to reset", static html => Regex.Replace(html, "<a [^>]*data-testid=\"reset-link\">[^<]*</a>", "", RegexOptions.None, TimeSpan.FromSeconds(1)), "*/reset-password"),
        new("tells its address", LogIn, BrokenRule.Headers("/auth/login", static headers => headers["Referrer-Policy"] = "unsafe-url"), ["*/referrer-policy"]),
        new("cached", LogIn, BrokenRule.Headers("/auth/login", static headers => headers.CacheControl = "public, max-age=60"), ["*/no-store"]),
        new("framed by nobody", ["screens/FLOW-GEN-4/log-in/*", "screens/SCR-76/log-in/framed"], BrokenRule.Headers("/auth/login", static headers => headers.ContentSecurityPolicy = "frame-ancestors 'none'"), ["*/frame-allowed", "*/framed"]),
        new("deaf to lang", ["screens/*/sign-up/*-language", "screens/*/sign-up/every-language", "screens/*/log-in/every-language", "screens/SCR-36/*"], BrokenRule.Deaf("/auth/login", "lang"), ["*/other-language", "*/every-language", "*/form-switch"]),
        new("forgets the theme", ["screens/6.2.4/log-in/*", "screens/6.2.6/log-in/*"], BrokenRule.Deaf("/auth/login", "theme"), ["*/dark", "*/default-language-dark"]),
        new("takes relayed addresses", ["screens/SCR-74/*"], BrokenRule.Instead(
            static context => context.Request.Path == "/auth/signup" && context.Request.Method == "POST",
            static context =>
            {
                context.Response.StatusCode = 303;
                context.Response.Headers.Location = "/sso/callback" + context.Request.QueryString;
                return Task.CompletedTask;
            }), ["*/private-relay"]),
        new("a reload that needs another token", ["screens/SCR-38/*/reload"], Once(), ["*/reload"]),
        new("missing tokens are forbidden", Tokens, BrokenRule.Status("/inapp", 400, 403), ["*/missing-token"]),
        new("malformed tokens are bad requests", Tokens, Both(417, 400), ["*/malformed-token"]),
        new("unknown tokens are gone", Tokens, Both(404, 410), ["*/unknown-token", "*/used-token"]),
        new("expired tokens are unknown", Tokens, Both(410, 404), ["*/expired-token"]),
        new("missing names are invalid", Names, All401(400, 401), ["*/no-names", "*/no-crm-name"]),
        new("invalid names are missing", Names, All401(401, 400), ["*/unknown-name", "*/unknown-crm-name", "*/wrong-case"]),
        new("mismatches are invalid", Names, All401(403, 401), ["*/mismatch"]),
    ];

    private static BrokenRule On(string name, Func<string, string> change, params string[] fails) => new(name, LogIn, BrokenRule.Html("/auth/login", change), fails);

    private static Func<HttpContext, RequestDelegate, Task> Both(int right, int wrong) =>
        (context, next) => BrokenRule.Status("/inapp", right, wrong)(context, rest => BrokenRule.Status("/account", right, wrong)(rest, next));

    private static Func<HttpContext, RequestDelegate, Task> All401(int right, int wrong) => (context, next) => BrokenRule.Status("", right, wrong)(context, next);

    /// <summary>The screen is there for the first request of a browser only.</summary>
    private static Func<HttpContext, RequestDelegate, Task> Once() => BrokenRule.Instead(
        static context => context.Request.Headers.CacheControl == "max-age=0" && (context.Request.Path.StartsWithSegments("/inapp", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal)),
        static context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("Used up.");
        });
}
