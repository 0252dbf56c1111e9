using System.Text.RegularExpressions;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Rules about functions that our broker breaks on the wire: those of cases that do something of their own.</summary>
internal static partial class FunctionRules
{
    /// <summary>Cases that ask no shared trip.</summary>
    public static IReadOnlyList<string> Doing { get; } =
    [
        "functions/FLOW-AUTH-7/*", "functions/6.3.7/*", "functions/SCR-76/*", "functions/6.3.3/*", "functions/6.3.1/platform-fails", "functions/FLOW-RESET-4/says-nothing",
        "functions/FLOW-LOGOUT-2/*", "functions/FLOW-KYC-1/*", "functions/FLOW-ACTION-1/*", "functions/FLOW-CHAT-1/*", "functions/SCR-28/*", "functions/SCR-37/*", "functions/FLOW-RIBBON-2/*",
    ];

    /// <summary>Each with what it needs made anew, because some count requests.</summary>
    public static IReadOnlyList<BrokenRule> All =>
    [
        new("a wrong password without a word", ["functions/FLOW-AUTH-7/*"], BrokenRule.Html("/auth", static html => Complaint().Replace(html, "").Replace("aria-invalid=\"true\"", "", StringComparison.Ordinal)), ["*/wrong-password"]),
        new("says who has an account", ["functions/FLOW-AUTH-7/says-nothing"], InTurn(static html => html.Contains("data-testid=\"form-error\"", StringComparison.Ordinal), static html => Complaint().Replace(html, "<div role=\"alert\">Nobody has this address.</div>")), ["*/says-nothing"]),
        new("a log-in form that leads nowhere else", ["functions/6.3.7/*"], WithoutSwitch("login"), ["functions/6.3.7/*"]),
        new("a sign-up form that leads nowhere else", ["functions/6.3.7/*"], WithoutSwitch("signup"), ["functions/6.3.7/*"]),
        new("framed by nobody", ["functions/SCR-76/*"], BrokenRule.Headers("/auth", static headers => headers.ContentSecurityPolicy = "frame-ancestors 'none'"), ["*/log-in-without-third-party-cookies"]),
        new("afraid of unknown partners", ["functions/6.3.3/unknown-partner"], Answer(400, static request => request.QueryString.Value!.Contains("partnerId=", StringComparison.Ordinal)), ["*/unknown-partner"]),
        new("shows its inside", ["functions/6.3.1/platform-fails"], BrokenRule.Html("", static html => html.Contains("data-testid=\"status-waiting\"", StringComparison.Ordinal) ? "<!DOCTYPE html><title>Error</title><p>System.Net.Http.HttpRequestException: 503 (Service Unavailable)</p>" : html), ["*/platform-fails"]),
        new("says whose password it resets", ["functions/FLOW-RESET-4/says-nothing"], InTurn(static html => html.Contains("data-testid=\"reset-sent\"", StringComparison.Ordinal), static html => html.Replace("</main>", "<p>Nobody has this address.</p></main>", StringComparison.Ordinal)), ["*/says-nothing"]),
        new("forgets to log out", ["functions/FLOW-LOGOUT-2/*"], Answer(200, static request => request.Path.Value!.EndsWith(CrmPaths.Logout, StringComparison.Ordinal)), ["*/application"]),
        Closed("kyc", "FLOW-KYC-1"),
        Closed("action", "FLOW-ACTION-1"),
        Closed("chat", "FLOW-CHAT-1"),
        new("anybody's account", ["functions/SCR-28/*"], BrokenRule.Status("/inapp", 403, 200), ["functions/SCR-28/*"]),
        new("tokens for many browsers", ["functions/SCR-37/*"], BrokenRule.Status("/inapp", 404, 200), ["functions/SCR-37/*"]),
    ];

    private static BrokenRule Closed(string screen, string flow) => new($"no {screen}", [$"functions/{flow}/*"], Answer(500, request => request.Path == $"/inapp/{screen}"), [$"functions/{flow}/opens"]);

    private static Func<HttpContext, RequestDelegate, Task> WithoutSwitch(string form) =>
        BrokenRule.Html("/auth", html => html.Contains($"data-testid=\"{form}\"", StringComparison.Ordinal) ? Switch().Replace(html, "") : html);

    private static Func<HttpContext, RequestDelegate, Task> Answer(int status, Func<HttpRequest, bool> when) => BrokenRule.Instead(
        context => when(context.Request),
        context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("{}");
        });

    /// <summary>Every second page of a kind says something else.</summary>
    private static Func<HttpContext, RequestDelegate, Task> InTurn(Func<string, bool> isOne, Func<string, string> change)
    {
        var seen = 0;
        return BrokenRule.Html("/auth", html => isOne(html) && Interlocked.Increment(ref seen) % 2 == 0 ? change(html) : html);
    }

    [GeneratedRegex("<div class=\"notice notice-error\".*?</div>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Complaint();

    [GeneratedRegex("<a [^>]*data-testid=\"switch-form\"[^>]*>[^<]*</a>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Switch();
}
