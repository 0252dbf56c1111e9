using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Work;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Cashier;

/// <summary>One payment of the trader's: on to the provider's page, where it stands, taking it back, and back to the application.</summary>
internal sealed class CashierPayments(InAppScreens screens, InAppSessions sessions, PaymentStore payments, PayerAsking asking)
{
    public const string ReferenceField = "reference";

    private const int RefreshSeconds = 3;

    public static void Map(RouteGroupBuilder group, PaymentKind kind, string path)
    {
        group.MapGet(path + ScreenPaths.Payment, (HttpContext context, CashierPayments own, CancellationToken cancellationToken) => own.ShowAsync(context, kind, cancellationToken));
        group.MapPost(path + ScreenPaths.Payment, (HttpContext context, CashierPayments own, CancellationToken cancellationToken) => own.ShowAsync(context, kind, cancellationToken));
        group.MapPost(path + ScreenPaths.ContinuePayment, (HttpContext context, CashierPayments own, CancellationToken cancellationToken) => own.ContinueAsync(context, kind, cancellationToken));
        group.MapPost(path + ScreenPaths.CancelPayment, (HttpContext context, CashierPayments own, CancellationToken cancellationToken) => own.CancelAsync(context, kind, cancellationToken));
        group.MapPost(path + ScreenPaths.PaymentDone, (HttpContext context, CashierPayments own, CancellationToken cancellationToken) => own.FinishAsync(context, kind, cancellationToken));
    }

    /// <summary>The address that shows a payment, without its reference.</summary>
    public static string ReturnUrl(HttpContext context, PaymentKind kind)
    {
        var eventName = kind == PaymentKind.Deposit ? context.GetBroker().Settings.Firebase?.DepositReturn : null; // SCR-43
        return $"{context.Request.Scheme}://{context.Request.Host}{context.GetScreen().Parameters.UrlFor(CashierEndpoints.PathOf(kind) + ScreenPaths.Payment, eventName)}";
    }

    /// <summary>On to the provider's page (FLOW-DEPOSIT-2), or where it stands. What the card is, the provider alone is told.</summary>
    public async Task<IResult> GoOnAsync(HttpContext context, Payment payment, InAppUser who, CancellationToken cancellationToken)
    {
        if (payment is not { Kind: PaymentKind.Deposit, State: PaymentState.Created or PaymentState.AwaitingPayer })
        {
            return Show(context, payment, who);
        }

        return await asking.AskAsync(context.GetBroker(), payment, cancellationToken) is { } page
            ? new SeeOther(page.OriginalString)
            : Show(context, (await payments.FindAsync(payment.Id, cancellationToken))!, who);
    }

    private async Task<IResult> ShowAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, payment, answer) = await FindAsync(context, kind, cancellationToken);
        return payment is not null ? Show(context, payment, who!)
            : answer is ScreenError { Code: CrmErrorCode.MissingRequiredParameter } ? new ScreenResult<PaymentReturnPage>(model: null)
            : answer!;
    }

    private ScreenResult<PaymentPage> Show(HttpContext context, Payment payment, InAppUser who)
    {
        var screen = context.GetScreen();
        if (payment is { IsDeposit: true, State: PaymentState.Credited })
        {
            context.Reached(FunnelStep.DepositDone, who.Session);
        }

        if (PaymentLook.Of(payment.State).Moves && HttpMethods.IsGet(context.Request.Method))
        {
            context.SetScreen(screen with { RefreshSeconds = RefreshSeconds, RefreshUrl = UrlOf(screen, payment) });
        }

        return new(new PaymentModel(payment, sessions.Seal(who.Session)));
    }

    private async Task<IResult> ContinueAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, payment, answer) = await FindAsync(context, kind, cancellationToken);
        return payment is null ? answer! : await GoOnAsync(context, payment, who!, cancellationToken);
    }

    private async Task<IResult> CancelAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, payment, answer) = await FindAsync(context, kind, cancellationToken);
        if (payment is null)
        {
            return answer!;
        }

        var changed = await payments.ApplyAsync(payment.Id, PaymentEvent.CancelledByTrader, detail: null, cancellationToken);
        return Show(context, changed ?? (await payments.FindAsync(payment.Id, cancellationToken))!, who!);
    }

    private async Task<IResult> FinishAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, CashierEndpoints.ActionOf(kind), cancellationToken, goesOn: true);
        return who is null ? answer! : await screens.FinishAsync(context, who, cancellationToken); // FLOW-DEPOSIT-4, FLOW-WITHDRAW-5
    }

    /// <summary>The payment of the address, which must be the user's own.</summary>
    private async Task<(InAppUser? Who, Payment? Payment, IResult? Answer)> FindAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, CashierEndpoints.ActionOf(kind), cancellationToken, goesOn: true);
        if (who is null)
        {
            return (null, null, answer);
        }

        var payment = await payments.FindAsync(context.GetBroker().Id, context.Request.Query[ReferenceField].ToString(), cancellationToken);
        return payment is not null && payment.UserId == who.User.Id && payment.Kind == kind ? (who, payment, null) : (null, null, ScreenError.NotFound);
    }

    private static string UrlOf(Screen screen, Payment payment) => QueryHelpers.AddQueryString(
        screen.Parameters.UrlFor(CashierEndpoints.PathOf(payment.Kind) + ScreenPaths.Payment), ReferenceField, payment.Reference);
}
