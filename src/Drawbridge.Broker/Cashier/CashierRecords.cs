using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Cashier;

/// <summary>What a trader has paid in and out at this broker, page by page, and the receipt of each.</summary>
internal sealed class CashierRecords(InAppScreens screens, InAppSessions sessions, PaymentStore payments)
{
    public const string BeforeField = "before";

    private const int PageLength = 10;

    public static void Map(RouteGroupBuilder group, PaymentKind kind, string path)
    {
        // By POST too, because a web view without cookies has its session in the form (SCR-76).
        group.MapMethods(path + ScreenPaths.PaymentHistory, [HttpMethods.Get, HttpMethods.Post], (HttpContext context, CashierRecords own, CancellationToken cancellationToken) =>
            own.ListAsync(context, kind, cancellationToken));
        group.MapMethods(path + ScreenPaths.Receipt, [HttpMethods.Get, HttpMethods.Post], (HttpContext context, CashierRecords own, CancellationToken cancellationToken) =>
            own.ShowReceiptAsync(context, kind, cancellationToken));
    }

    private async Task<IResult> ListAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, CashierEndpoints.ActionOf(kind), cancellationToken, goesOn: true);
        if (who is null)
        {
            return answer!;
        }

        var before = await ReadAsync(context, BeforeField, cancellationToken);
        var page = await payments.ListBeforeAsync(context.GetBroker().Id, who.User.Id, before, PageLength + 1, cancellationToken);
        return new ScreenResult<HistoryPage>(new HistoryModel(
            kind, [.. page.Take(PageLength)], IsFirst: before.Length == 0, HasOlder: page.Count > PageLength, sessions.Seal(who.Session)));
    }

    private async Task<IResult> ShowReceiptAsync(HttpContext context, PaymentKind kind, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, CashierEndpoints.ActionOf(kind), cancellationToken, goesOn: true);
        if (who is null)
        {
            return answer!;
        }

        var broker = context.GetBroker();
        var reference = await ReadAsync(context, CashierPayments.ReferenceField, cancellationToken);
        return await payments.FindAsync(broker.Id, reference, cancellationToken) is { } payment && payment.UserId == who.User.Id
            ? new ScreenResult<ReceiptPage>(new ReceiptModel(
                kind, payment, broker.Settings.Cashier.Methods.FirstOrDefault(method => method.Id == payment.Method)?.Label, broker.Crm.Settings.DefaultLanguage,
                sessions.Seal(who.Session)))
            : ScreenError.NotFound;
    }

    private static async Task<string> ReadAsync(HttpContext context, string name, CancellationToken cancellationToken) =>
        context.Request.HasFormContentType && (await context.Request.ReadFormAsync(cancellationToken)).TryGetValue(name, out var value)
            ? value.ToString()
            : context.Request.Query[name].ToString();
}
