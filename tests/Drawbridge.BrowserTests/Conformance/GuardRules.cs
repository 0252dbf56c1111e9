using System.Globalization;
using Drawbridge.BrowserTests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Rules that our broker breaks about what nobody gets by looking only, what a refusal comes to, and what is changed in the client area.</summary>
/// <param name="up">The target, by whose platform a rule may do what a broken broker would do there.</param>
internal sealed class GuardRules(RunningUp up)
{
    /// <summary>The cases about them, which ask no shared trip.</summary>
    public static IReadOnlyList<string> Doing { get; } =
    [
        "functions/FLOW-GEN-5/*", "functions/FLOW-INAPP-10/*", "functions/SCR-53/*", "functions/SCR-46/*", "functions/FLOW-CREATE-21/*", "functions/B2P-0-14/*",
        "functions/FLOW-PWD-1/*", "functions/FLOW-EMAIL-2/*",
    ];

    public IReadOnlyList<BrokenRule> All =>
    [
        On("the client area is open to everybody", BrokenRule.Instead(
            static context => context.Request.Path.StartsWithSegments("/client", StringComparison.Ordinal), static context => context.Response.WriteAsync("<h1>Welcome back</h1>")), "functions/FLOW-GEN-5/client-area"),
        On("money moves when a screen opens", BooksAsync, "functions/FLOW-INAPP-10/deposit-left", "functions/FLOW-INAPP-10/withdrawal-left"),
        On("log-ins lead anywhere", LeadsAsync, "functions/SCR-53/foreign-target"),
        On("everybody speaks the default language", BrokenRule.Deaf("/auth", "lang"), "functions/SCR-46/stored-language"),
        On("a sign-up that nobody takes", Takes("/auth/signup"), "functions/FLOW-CREATE-21/looked-up"),
        On("calls are repeated without a pause", RepeatsAsync, "functions/B2P-0-14/no-loop"),
        On("a new password that nobody keeps", Takes("/account/password"), "functions/FLOW-PWD-1/changed"),
        On("a new address that nobody is told of", Takes("/account/email"), "functions/FLOW-EMAIL-2/changed"),
    ];

    private static BrokenRule On(string name, Func<HttpContext, RequestDelegate, Task> how, params string[] fails) => new(name, fails, how, fails);

    /// <summary>Forms of some path are taken and forgotten.</summary>
    private static Func<HttpContext, RequestDelegate, Task> Takes(string path) => BrokenRule.Instead(
        context => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal) && context.Request.Method == "POST",
        static context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<h1>Thank you, that is done</h1>");
        });

    private async Task BooksAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/inapp", StringComparison.Ordinal) && context.Request.Query["token"].Count > 0
            && long.TryParse(context.Request.Query["account"], CultureInfo.InvariantCulture, out var account))
        {
            await up.Manager.DepositAsync(account, 1);
        }

        await next(context);
    }

    private static Task LeadsAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/auth/login", StringComparison.Ordinal))
        {
            context.Request.QueryString = QueryString.Create(context.Request.Query.Where(static pair => pair.Key != "successUrl"));
            context.Response.OnStarting(() =>
            {
                if (context.Request.Method == "POST" && context.Response.StatusCode == 303)
                {
                    context.Response.Headers.Location = "/nowhere";
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    private async Task RepeatsAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/auth/signup", StringComparison.Ordinal) && context.Request.Method == "POST")
        {
            for (var i = 0; i < 10; i++)
            {
                await up.Manager.SendEmptyTraderAsync();
            }
        }

        await next(context);
    }
}
