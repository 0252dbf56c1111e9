using System.Security.Cryptography;
using System.Text;

namespace DotnetBroker;

/// <summary>What the link in the mail carries: with another password it is over.</summary>
/// <param name="User">The user.</param>
/// <param name="Password">Hash of the hash of the password that is forgotten.</param>
public sealed record ResetTicket(string User, string Password);

/// <summary>"Reset password" (SCR-10, FLOW-RESET-1 to 4).</summary>
public sealed class ResetScreens(BrokerSettings settings, Pages pages, Store store, Passwords passwords, ScreenSessions sessions, Throttle throttle, TimeProvider time)
{
    private const string Ticket = "reset";
    private const int MostMails = 10;

    /// <summary>What comes after the new password.</summary>
    public Func<Screen, HttpContext, BrokerUser, bool, Task<IResult>> Enter { get; set; } = static (_, _, _, _) => throw new InvalidOperationException("Set by the log-in screens.");

    public void Map(IEndpointRouteBuilder routes)
    {
        pages.MapScreen(routes, "GET", "/auth/reset", Open);
        pages.MapScreen(routes, "POST", "/auth/reset", Request);
        pages.MapScreen(routes, "POST", "/auth/reset/password", SetPasswordAsync);
    }

    public void Mail(Screen screen, BrokerUser user)
    {
        var ticket = sessions.Seal(Ticket, new ResetTicket(user.Id, HashOf(user)), ScreenSessions.Lifetime);
        var link = settings.PublicUrl.GetLeftPart(UriPartial.Authority) + screen.UrlFor("/auth/reset", ("ticket", ticket));
        var text = screen.T("mailReset", ("name", user.FirstName), ("link", link), ("broker", settings.BrokerName));
        store.AddMail(new(user.Email, screen.T("mailResetSubject"), text, time.GetUtcNow()));
    }

    private static string HashOf(BrokerUser user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.PasswordHash)));

    private IResult Open(Screen screen, HttpContext context)
    {
        var ticket = screen.Query["ticket"].ToString();
        return ticket.Length == 0 ? RequestPage(screen)
            : FindUser(ticket) is { } user ? PasswordPage(screen, user, ticket)
            : RequestPage(screen, "resetInvalid", status: 410);
    }

    private IResult RequestPage(Screen screen, string? error = null, string? fieldError = null, int status = 200) => pages.Page(
        screen,
        screen.T("resetTitle"),
        Html.Of($"""
            <h1>{screen.T("resetTitle")}</h1><p class="intro">{screen.T("resetIntro")}</p>
            {Fields.Alert(error is null ? null : screen.T(error))}
            <form method="post" action="{screen.UrlFor("/auth/reset")}" novalidate>
            {Fields.Input("email", screen.T("email"), "email", autocomplete: "username", error: fieldError is null ? null : screen.T(fieldError), inputMode: "email")}
            <button>{screen.T("resetSubmit")}</button>
            </form>
            <p class="after"><a href="{screen.UrlFor("/auth/login")}">{screen.T("back")}</a></p>
            """),
        status);

    /// <summary>The answer is the same whether the address is known or not (FLOW-RESET-4).</summary>
    private IResult Request(Screen screen, HttpContext context)
    {
        var email = context.Request.Form["email"].ToString().Trim();
        if (Passwords.FaultOf(email) is not null)
        {
            return RequestPage(screen, fieldError: "errorEmail", status: 422);
        }

        var key = $"reset {context.Connection.RemoteIpAddress} {email.ToLowerInvariant()}";
        if (store.FindUser(email) is { } user && !throttle.MustWait(key, MostMails))
        {
            Mail(screen, user);
        }

        throttle.Fail(key);
        return pages.Page(screen, screen.T("resetSentTitle"), Html.Of($"<h1>{screen.T("resetSentTitle")}</h1><p>{screen.T("resetSent")}</p>"));
    }

    private BrokerUser? FindUser(string ticket) =>
        sessions.Open<ResetTicket>(Ticket, ticket) is { } content && store.FindUserById(content.User) is { } user && HashOf(user) == content.Password ? user : null;

    private IResult PasswordPage(Screen screen, BrokerUser user, string ticket, string? error = null) => pages.Page(
        screen,
        screen.T("newPasswordTitle"),
        Html.Of($"""
            <h1>{screen.T("newPasswordTitle")}</h1><p class="intro">{screen.T("newPasswordIntro", ("email", user.Email))}</p>
            <form method="post" action="{screen.UrlFor("/auth/reset/password")}" novalidate>
            {Fields.Hidden("ticket", ticket)}
            {Fields.Input("password", screen.T("newPassword"), "password", autocomplete: "new-password", error: error is null ? null : screen.T(error), hint: screen.T("passwordHint"))}
            <button>{screen.T("savePassword")}</button>
            </form>
            """),
        error is null ? 200 : 422);

    private async Task<IResult> SetPasswordAsync(Screen screen, HttpContext context)
    {
        var form = context.Request.Form;
        var (ticket, password) = (form["ticket"].ToString(), form["password"].ToString());
        if (FindUser(ticket) is not { } user)
        {
            return RequestPage(screen, "resetInvalid", status: 410);
        }

        if (!Passwords.IsUsable(password))
        {
            return PasswordPage(screen, user, ticket, "errorPassword");
        }

        store.Change(_ => user.AddressProven = true); // the link came by mail
        passwords.Set(user, password);
        return await Enter(screen, context, user, false); // FLOW-RESET-2: logged in right after
    }
}
