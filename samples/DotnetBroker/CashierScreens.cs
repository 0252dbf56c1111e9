using System.Globalization;
using System.Security.Cryptography;
using Drawbridge.Protocol.Platform;

namespace DotnetBroker;

/// <summary>Deposit and withdrawal (SCR-3, SCR-4).</summary>
public sealed class CashierScreens(Pages pages, Store store, ScreenSessions sessions, Payments payments, SuccessUrls successUrls)
{
    private const decimal Smallest = 1;
    private const decimal Largest = 100_000;
    private const int KeyLength = 24;

    public void Map(IEndpointRouteBuilder routes)
    {
        pages.MapScreen(routes, "GET", "/inapp/deposit", (screen, context) => Open(screen, context, "deposit"));
        pages.MapScreen(routes, "POST", "/inapp/deposit", ChooseDeposit);
        pages.MapScreen(routes, "POST", "/inapp/deposit/provider", PayDepositAsync);
        pages.MapScreen(routes, "GET", "/inapp/withdraw", (screen, context) => Open(screen, context, "withdraw"));
        pages.MapScreen(routes, "POST", "/inapp/withdraw", WithdrawAsync);
    }

    private IResult Open(Screen screen, HttpContext context, string kind)
    {
        var (login, error) = AccountOf(screen.Query);
        if (error is not null)
        {
            return pages.Refuse(screen, context, error);
        }

        (var session, error) = sessions.OpenInApp(context, kind, session => session with { Login = login });
        error ??= session!.Login == login ? null : CrmError.UnknownOneTimeToken;
        return error is not null ? pages.Refuse(screen, context, error)
            : FindOwn(session) is not { } own ? pages.Refuse(screen, context, CrmError.ForeignAccount)
            : AmountPage(screen, context, kind, session!, own.Account);
    }

    /// <summary><c>account</c> or <c>acc</c> (SCR-28, SCR-29).</summary>
    private static (long Login, CrmError? Error) AccountOf(IQueryCollection query)
    {
        var given = query["account"].Concat(query["acc"]).Where(static text => !string.IsNullOrEmpty(text)).Distinct(StringComparer.Ordinal).ToList();
        return given.Count == 0 ? (0, CrmError.Missing("account"))
            : given is [var one] && long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var login) ? (login, null)
            : (0, CrmError.Invalid("account"));
    }

    /// <summary>The user's own account that the session is about, or null.</summary>
    private (BrokerUser User, TradingAccount Account)? FindOwn(ScreenSession? session) =>
        session is not null && store.FindUserById(session.User) is { } user && user.Accounts.FirstOrDefault(account => account.Linked && account.Login == session.Login) is { } account
            ? (user, account)
            : null;

    private IResult AmountPage(
        Screen screen, HttpContext context, string kind, ScreenSession session, TradingAccount account, string? error = null, bool wrongAmount = false, int status = 200) => pages.Page(
        screen,
        screen.T($"{kind}Title"),
        Html.Of($"""
            <h1>{screen.T($"{kind}Title")}</h1><p class="intro">{screen.T($"{kind}Intro", ("account", account.Login!.Value))}</p>
            {Fields.Alert(error is null ? null : screen.T(error))}
            <form method="post" action="{screen.UrlFor($"/inapp/{kind}")}" novalidate>
            {Fields.Hidden("session", sessions.Keep(context, kind, session))}{Fields.Hidden("payment", RandomNumberGenerator.GetHexString(KeyLength, lowercase: true))}
            {Fields.Input(
                "amount", screen.T("amount", ("currency", account.Currency)), value: context.Request.HasFormContentType ? context.Request.Form["amount"] : "", inputMode: "decimal",
                error: wrongAmount ? screen.T("errorAmount", ("min", Smallest), ("max", Largest)) : null)}
            <button>{screen.T($"{kind}Submit")}</button>
            </form>
            """),
        status,
        closable: true);

    private static decimal? AmountOf(IFormCollection form) =>
        decimal.TryParse(form["amount"].ToString().Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount is >= Smallest and <= Largest && decimal.Round(amount, 2) == amount
            ? amount
            : null;

    /// <summary>The payment of the form; null for a form that was tampered with.</summary>
    private Payment? PaymentOf(IFormCollection form, ScreenSession session, TradingAccount account, string type, decimal amount) =>
        form["payment"].ToString() is { Length: KeyLength } key && key.All(char.IsAsciiHexDigitLower)
            ? payments.Find(key, new() { User = session.User, Login = account.Login!.Value, Type = type, Amount = amount, Currency = account.Currency })
            : null;

    private IResult ChooseDeposit(Screen screen, HttpContext context)
    {
        var session = sessions.Find(context, "deposit");
        if (FindOwn(session) is not { } own)
        {
            return pages.Refuse(screen, context, CrmError.Expired);
        }

        if (AmountOf(context.Request.Form) is not { } amount)
        {
            return AmountPage(screen, context, "deposit", session!, own.Account, wrongAmount: true, status: 422);
        }

        return PaymentOf(context.Request.Form, session!, own.Account, "DEPOSIT", amount) is { } payment
            ? ProviderPage(screen, context, session!, payment)
            : pages.Refuse(screen, context, CrmError.UnreadableForm);
    }

    /// <summary>Where a real broker redirects to its payment provider, which tells it later by a signed message that the money is there.</summary>
    private IResult ProviderPage(Screen screen, HttpContext context, ScreenSession session, Payment payment)
    {
        var title = screen.T("providerTitle", ("amount", AmountText(payment)), ("currency", payment.Currency));
        return pages.Page(
            screen,
            title,
            Html.Of($"""
                <h1>{title}</h1><p class="notice">{screen.T("providerIntro")}</p>
                <form method="post" action="{screen.UrlFor("/inapp/deposit/provider")}">
                {Fields.Hidden("session", sessions.Keep(context, "deposit", session))}{Fields.Hidden("payment", context.Request.Form["payment"].ToString())}
                <button name="result" value="paid">{screen.T("pay")}</button>
                <button name="result" value="declined" class="second">{screen.T("decline")}</button>
                </form>
                """),
            closable: true);
    }

    private async Task<IResult> PayDepositAsync(Screen screen, HttpContext context)
    {
        var form = context.Request.Form;
        var session = sessions.Find(context, "deposit");
        if (FindOwn(session) is not { } own || PaymentOf(form, session!, own.Account, "DEPOSIT", 0) is not { } payment)
        {
            return pages.Refuse(screen, context, CrmError.Expired);
        }

        if (form["result"] != "paid" && payments.Decline(payment) == PaymentState.Declined)
        {
            return AmountPage(screen, context, "deposit", session!, own.Account, "declined");
        }

        return await payments.BookAsync(form["payment"].ToString(), payment, context.RequestAborted) switch
        {
            PaymentState.Done => Pages.SeeOther(context, successUrls.Of(own.User, TokenPurpose.InApp, keep: false)), // FLOW-DEPOSIT-4
            PaymentState.Declined => AmountPage(screen, context, "deposit", session!, own.Account, "declined"),
            PaymentState.Refused or PaymentState.New => ResultPage(screen, payment, "creditTitle", "credit"), // FLOW-DEPOSIT-5
            _ => ResultPage(screen, payment, "doubtTitle", "doubt"),
        };
    }

    private async Task<IResult> WithdrawAsync(Screen screen, HttpContext context)
    {
        var session = sessions.Find(context, "withdraw");
        if (FindOwn(session) is not { } own)
        {
            return pages.Refuse(screen, context, CrmError.Expired);
        }

        if (AmountOf(context.Request.Form) is not { } amount)
        {
            return AmountPage(screen, context, "withdraw", session!, own.Account, wrongAmount: true, status: 422);
        }

        if (PaymentOf(context.Request.Form, session!, own.Account, "WITHDRAW", amount) is not { } payment)
        {
            return pages.Refuse(screen, context, CrmError.UnreadableForm);
        }

        return await payments.BookAsync(context.Request.Form["payment"].ToString(), payment, context.RequestAborted) switch
        {
            PaymentState.Done => Pages.SeeOther(context, successUrls.Of(own.User, TokenPurpose.InApp, keep: false)), // and only now the broker pays out (FLOW-WITHDRAW-2)
            PaymentState.Refused => AmountPage(
                screen, context, "withdraw", session!, own.Account, payment.Code == PlatformErrorCode.NotEnoughMoney ? "errorFunds" : "errorAway", status: 422),
            PaymentState.New => AmountPage(screen, context, "withdraw", session!, own.Account, "errorAway", status: 503),
            _ => ResultPage(screen, payment, "doubtTitle", "doubt"),
        };
    }

    private IResult ResultPage(Screen screen, Payment payment, string title, string text) => pages.Page(
        screen,
        screen.T(title),
        Html.Of($"""
            <h1>{screen.T(title)}</h1><p>{screen.T(text, ("amount", AmountText(payment)), ("currency", payment.Currency))}</p>
            <a class="button" href="{successUrls.Without()}">{screen.T("close")}</a>
            """),
        closable: true);

    private static string AmountText(Payment payment) => payment.Amount.ToString("0.00", CultureInfo.InvariantCulture);
}
