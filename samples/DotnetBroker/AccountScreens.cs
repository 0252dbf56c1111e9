using System.Globalization;
using System.Security.Cryptography;

namespace DotnetBroker;

/// <summary>Opens accounts: the first one after sign-up, further ones from an application with a token (SCR-2).</summary>
public sealed class AccountScreens(Pages pages, Store store, Platform platform, ScreenSessions sessions, SuccessUrls successUrls)
{
    private const string First = "first-account";
    private const string Further = "new-account";

    private static readonly string[] Currencies = ["EUR", "USD", "GBP"];
    private static readonly int[] Leverages = [30, 100, 500];

    public void Map(IEndpointRouteBuilder routes)
    {
        pages.MapScreen(routes, "GET", "/account/create", Open);
        pages.MapScreen(routes, "POST", "/account/create", CreateAsync);
    }

    /// <summary>The form for the first account (FLOW-CREATE-9).</summary>
    public IResult FirstPage(Screen screen, HttpContext context, ScreenSession session) => Page(screen, context, First, session);

    private IResult Open(Screen screen, HttpContext context)
    {
        if (!screen.Query.ContainsKey("token") && sessions.Find(context, First) is { } first)
        {
            return Page(screen, context, First, first);
        }

        var (session, error) = sessions.OpenInApp(context, Further, static session => session with { AccountKey = RandomNumberGenerator.GetHexString(24, lowercase: true) });
        return error is not null ? pages.Refuse(screen, context, error) : Page(screen, context, Further, session!);
    }

    private IResult Page(Screen screen, HttpContext context, string kind, ScreenSession session, string? error = null, int status = 200) => pages.Page(
        screen,
        screen.T("accountTitle"),
        Html.Of($"""
            <h1>{screen.T("accountTitle")}</h1><p class="intro">{screen.T("accountIntro")}</p>
            {Fields.Alert(error is null ? null : screen.T(error))}
            <form method="post" action="{screen.UrlFor("/account/create")}">
            {Fields.Hidden("session", sessions.Keep(context, kind, session))}{Fields.Hidden("kind", kind)}
            {Fields.Select("currency", screen.T("currency"), Currencies.Select(static each => (each, each)), Currencies[0])}
            {Fields.Select("leverage", screen.T("leverage"), Leverages.Select(static each => (each.ToString(CultureInfo.InvariantCulture), $"1:{each}")), "30")}
            <button>{screen.T("openAccount")}</button>
            </form>
            """),
        status,
        closable: kind == Further);

    private async Task<IResult> CreateAsync(Screen screen, HttpContext context)
    {
        var form = context.Request.Form;
        var kind = form["kind"] == Further ? Further : First;
        if (sessions.Find(context, kind) is not { } session || store.FindUserById(session.User) is not { } user)
        {
            return pages.Refuse(screen, context, CrmError.Expired);
        }

        var currency = form["currency"].ToString();
        if (!Currencies.Contains(currency, StringComparer.Ordinal)
            || !int.TryParse(form["leverage"], NumberStyles.None, CultureInfo.InvariantCulture, out var leverage)
            || !Leverages.Contains(leverage))
        {
            return Page(screen, context, kind, session, "errorChoice", 422);
        }

        if (await platform.OpenAccountAsync(user, session.AccountKey!, currency, leverage, context.RequestAborted) != StepResult.Done)
        {
            return Page(screen, context, kind, session, "errorAway", 503); // sent again, it goes on where it stopped
        }

        return Pages.SeeOther(context, kind == First ? successUrls.Of(user, TokenPurpose.LogIn, session.Keep) : successUrls.Of(user, TokenPurpose.InApp, keep: false));
    }
}
