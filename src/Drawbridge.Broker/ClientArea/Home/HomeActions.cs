using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.ClientArea.Home;

/// <summary>
/// From the client area to the screens of deposits, withdrawals and verification: the same screens as in an application, with a session of their own for one action
/// (SCR-38), which is begun here because the trader is logged in. What they ask for besides, such as a second step, they ask for here, too.
/// </summary>
internal static class HomeActions
{
    private static ScreenError ForeignAccount { get; } =
        ScreenError.Link(StatusCodes.Status403Forbidden, CrmErrorCode.InsufficientPermissions, "The account cannot be used");

    public static void MapHomeActions(this IEndpointRouteBuilder pages)
    {
        pages.MapPost(ScreenPaths.ClientActions, OpenAsync);
        pages.MapGet(ScreenPaths.ClientActions, static (HttpContext context) => new SeeOther(context.GetScreen().Parameters.UrlFor(ScreenPaths.Client)));
    }

    private static async Task<IResult> OpenAsync(HttpContext context, ScreenFlow flow, InAppSessions sessions, IClientAccounts accounts, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context);
        }

        var broker = context.GetBroker();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        long? account = long.TryParse(form["account"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : null;
        if (account is not null && (await accounts.ListAsync(broker, who.User.Id, cancellationToken)).All(own => own.TraderLogin != account))
        {
            return ForeignAccount; // SCR-28
        }

        var parameters = context.GetScreen().Parameters with { ToClientArea = true, ClientPage = null, Account = account };
        if (Find(form, parameters) is not var (action, url))
        {
            return ScreenError.UnreadableForm;
        }

        await sessions.BeginAsync(context, broker, action, who.User.Id, account, cancellationToken);
        return new SeeOther(url);
    }

    /// <summary>Which screen a button is for.</summary>
    private static (InAppAction Action, string Url)? Find(IFormCollection form, ScreenParameters parameters) => form["do"].ToString() switch
    {
        "deposit" => (InAppAction.Deposit, parameters.UrlFor(ScreenPaths.Deposit)),
        "withdraw" => (InAppAction.Withdraw, parameters.UrlFor(ScreenPaths.Withdraw)),
        "payments" => (InAppAction.Deposit, parameters.UrlFor(ScreenPaths.Deposit + ScreenPaths.PaymentHistory)),
        "verify" => (InAppAction.Kyc, (parameters with { KycType = form["level"].ToString() is { Length: > 0 } level ? level : null }).UrlFor(ScreenPaths.Kyc)),
        "payment" or "receipt" when form["reference"].ToString() is { Length: > 0 } reference => OfPayment(reference, parameters, form["do"] == "receipt" ? ScreenPaths.Receipt : ScreenPaths.Payment),
        _ => null,
    };

    /// <summary>Where one payment is, or its receipt; whether it is the trader's own, that screen looks.</summary>
    private static (InAppAction Action, string Url) OfPayment(string reference, ScreenParameters parameters, string page)
    {
        var kind = reference.StartsWith("W-", StringComparison.Ordinal) ? PaymentKind.Withdrawal : PaymentKind.Deposit;
        return (CashierEndpoints.ActionOf(kind), QueryHelpers.AddQueryString(
            parameters.UrlFor(CashierEndpoints.PathOf(kind) + page), CashierPayments.ReferenceField, reference));
    }
}
