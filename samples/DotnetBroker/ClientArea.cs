using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace DotnetBroker;

/// <summary>The client area: accounts, cTrader Web, log-out; and the mailbox.</summary>
public sealed class ClientArea(
    BrokerSettings settings, Pages pages, Store store, Passwords passwords, Platform platform, ScreenSessions sessions, OneTimeTokens tokens, AccessTokens accessTokens)
{
    private const string Kind = "client";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public void Map(IEndpointRouteBuilder routes)
    {
        pages.MapScreen(routes, "GET", "/", OpenAsync, needsNames: false);
        pages.MapScreen(routes, "POST", "/client/login", LogIn, needsNames: false);
        pages.MapScreen(routes, "POST", "/client/open", OpenWeb, needsNames: false);
        pages.MapScreen(routes, "POST", "/client/logout", LogOutAsync, needsNames: false);
        pages.MapScreen(routes, "GET", "/mailbox", ShowMailbox, needsNames: false);
    }

    private (BrokerUser User, ScreenSession Session)? FindUser(HttpContext context) =>
        sessions.Open<ScreenSession>(Kind, context.Request.Cookies[$"__Host-{Kind}"]) is { } session && store.FindUserById(session.User) is { } user && user.Sessions == session.Sessions
            ? (user, session)
            : null;

    private static CookieOptions CookieFor(TimeSpan? lifetime) => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = lifetime };

    private async Task<IResult> OpenAsync(Screen screen, HttpContext context)
    {
        if (FindUser(context) is not { } who)
        {
            return LoginPage(screen);
        }

        var rows = new List<Html>();
        foreach (var account in who.User.Accounts.Where(static account => account.Linked))
        {
            var balance = await platform.FindBalanceAsync(account.Login!.Value, context.RequestAborted) ?? account.Currency;
            rows.Add(Html.Of($"""
                <li><div class="top"><strong>{screen.T("account")} {account.Login}</strong><span>{balance}</span></div>
                <form method="post" action="{screen.UrlFor("/client/open")}" target="_blank">{Fields.Hidden("acc", account.Login.Value.ToString(CultureInfo.InvariantCulture))}<button>{screen.T("openWeb")}</button></form></li>

                """));
        }

        return pages.Page(
            screen,
            screen.T("areaTitle"),
            Html.Of($"""
                <h1>{screen.T("areaTitle")}</h1><p class="intro">{screen.T("areaIntro", ("email", who.User.Email))}</p>
                {(rows.Count > 0 ? Html.Of($"<ul class=\"list\">{Html.Join(rows)}</ul>") : Html.Of($"<p>{screen.T("noAccounts")}</p>"))}
                <form method="post" action="{screen.UrlFor("/client/logout")}"><button class="second">{screen.T("logOut")}</button></form>
                """));
    }

    private IResult LoginPage(Screen screen, IFormCollection? form = null, string? error = null, int status = 200)
    {
        var resetUrl = screen.UrlFor("/auth/reset", ("brokerName", settings.BrokerName), ("brokerCrmName", settings.BrokerCrmName)); // a screen, which needs the names
        return pages.Page(
            screen,
            screen.T("loginTitle"),
            Html.Of($"""
                <h1>{screen.T("loginTitle")}</h1><p class="intro">{screen.T("loginIntro", ("broker", settings.BrokerName))}</p>
                {Fields.Alert(error is null ? null : screen.T(error))}
                <form method="post" action="{screen.UrlFor("/client/login")}" novalidate>
                {SignInScreens.LoginFields(screen, resetUrl, form)}
                <button>{screen.T("logIn")}</button>
                </form>
                """),
            status);
    }

    private IResult LogIn(Screen screen, HttpContext context)
    {
        var form = context.Request.Form;
        var (user, error) = passwords.Check(context, form["email"].ToString().Trim(), form["password"].ToString());
        if (user is null)
        {
            return LoginPage(screen, form, error, error == "errorTooMany" ? 429 : 422);
        }

        var session = new ScreenSession(user.Id) { Keep = form.ContainsKey("keep"), Sessions = user.Sessions }; // FLOW-KMLI-4: counts for cTrader Web, too
        context.Response.Cookies.Append($"__Host-{Kind}", sessions.Seal(Kind, session, Longest), CookieFor(session.Keep ? Longest : null));
        return Pages.SeeOther(context, screen.UrlFor("/"));
    }

    /// <summary>cTrader Web with a token that is made now, at the click (SCR-80 to SCR-82).</summary>
    private IResult OpenWeb(Screen screen, HttpContext context)
    {
        var asked = context.Request.Form["acc"].ToString();
        if (FindUser(context) is not { } who
            || who.User.Accounts.FirstOrDefault(account => account.Linked && account.Login!.Value.ToString(CultureInfo.InvariantCulture) == asked) is not { } account)
        {
            return Pages.SeeOther(context, screen.UrlFor("/"));
        }

        return Pages.SeeOther(context, QueryHelpers.AddQueryString(settings.WebUrl.AbsoluteUri, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["source"] = "web",
            ["token"] = tokens.Issue(who.User, TokenPurpose.Web, who.Session.Keep).Reveal(),
            ["acc"] = account.Login!.Value.ToString(CultureInfo.InvariantCulture),
            ["lang"] = screen.Language,
            ["theme"] = screen.Theme,
        }));
    }

    private async Task<IResult> LogOutAsync(Screen screen, HttpContext context)
    {
        if (FindUser(context) is { User: var user })
        {
            accessTokens.LogOutEverywhere(user); // FLOW-LOGOUT-4
            if (user.UserId is { } userId)
            {
                await platform.LogOutAsync(userId, context.RequestAborted); // FLOW-LOGOUT-1
            }
        }

        context.Response.Cookies.Delete($"__Host-{Kind}", CookieFor(lifetime: null));
        return Pages.SeeOther(context, screen.UrlFor("/"));
    }

    /// <summary>For development: mails are not sent but shown here, newest first.</summary>
    private IResult ShowMailbox(Screen screen, HttpContext context)
    {
        var to = screen.Query["to"].ToString();
        var mails = store.Read(state => state.Mails.Where(mail => string.Equals(mail.To, to, StringComparison.OrdinalIgnoreCase)).ToList());
        return Results.Text(string.Join("\n----\n\n", mails.Select(static mail => $"To: {mail.To}\nDate: {mail.At:O}\nSubject: {mail.Subject}\n\n{mail.Text}\n")), "text/plain", System.Text.Encoding.UTF8);
    }
}
