using Drawbridge.Protocol.Money;
using System.Diagnostics;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.PaymentDesk;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Console.Payments;

/// <summary>Payments in the console: lists, queues, one payment with all that is known of it, and a person's word about it.</summary>
internal sealed class ConsolePaymentEndpoints(
    PaymentDeskStore desk, PaymentDeskService service, PaymentLists lists, AuditStore audit, TimeProvider time)
{
    private const int PageLength = 50;
    private const int QueueLength = 200;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/payments", (HttpContext context, ConsolePaymentEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken))
            .Needs(ConsolePermission.ReadPayments);
        console.MapGet("/approvals", (HttpContext context, ConsolePaymentEndpoints own, CancellationToken cancellationToken) => own.QueueAsync(context, parked: false, cancellationToken))
            .Needs(ConsolePermission.ReadPayments);
        console.MapGet("/reconciliation", (HttpContext context, ConsolePaymentEndpoints own, CancellationToken cancellationToken) => own.QueueAsync(context, parked: true, cancellationToken))
            .Needs(ConsolePermission.ReadPayments);
        console.MapGet("/payments/{reference}", (HttpContext context, string reference, ConsolePaymentEndpoints own, CancellationToken cancellationToken) => own.OpenAsync(context, reference, cancellationToken))
            .Needs(ConsolePermission.ReadPayments);
        foreach (var act in new[] { "approve", "reject", "retry", "settle" })
        {
            console.MapPost($"/payments/{{reference}}/{act}", (HttpContext context, string reference, ConsolePaymentEndpoints own, CancellationToken cancellationToken) =>
                own.ActAsync(context, reference, act, cancellationToken)).Needs(ConsolePermission.DecidePayments);
        }
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var filter = PaymentFilter.Of(context.Request.Query, caller);
        var rows = await lists.ListAsync(caller.Scope, filter, PageLength + 1, cancellationToken);
        return new ConsoleResult<PaymentListPage>("Payments", new PaymentListModel(filter, [.. rows.Take(PageLength)], rows.Count > PageLength));
    }

    private async Task<IResult> QueueAsync(HttpContext context, bool parked, CancellationToken cancellationToken)
    {
        var scope = context.GetCaller().Scope;
        var rows = parked
            ? await lists.ListParkedAsync(scope, QueueLength, cancellationToken)
            : await lists.ListApprovalsAsync(scope, QueueLength, cancellationToken);
        return new ConsoleResult<PaymentQueuePage>(parked ? "Reconciliation" : "Approvals", new PaymentQueueModel(parked, rows));
    }

    private async Task<IResult> OpenAsync(HttpContext context, string reference, CancellationToken cancellationToken) =>
        await ShowAsync(context, reference, new FormErrors(), draft: "", StatusCodes.Status200OK, cancellationToken);

    private async Task<IResult> ShowAsync(HttpContext context, string reference, FormErrors errors, string draft, int status, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        if (await desk.FindAsync(caller.Scope, reference, cancellationToken) is not { } payment || caller.FindBroker(payment.BrokerId) is not { } broker)
        {
            return ConsoleError.NotFound;
        }

        return new ConsoleResult<PaymentPage>(
            payment.Reference,
            new PaymentModel(
                payment, broker,
                await lists.FindEmailAsync(payment, cancellationToken) ?? "",
                await desk.ListHistoryAsync(payment.Id, cancellationToken),
                await lists.ListMovementsAsync(payment, cancellationToken),
                await lists.ListEntriesAsync(payment, cancellationToken),
                await lists.ListToldAsync(payment, cancellationToken),
                await audit.ListAsync(
                    caller.Scope, new(Actor: null, Act: null, ObjectOf(reference), From: null, Until: null, long.MaxValue, QueueLength), cancellationToken),
                errors, draft),
            status);
    }

    /// <summary>Does what a form asks for, once for each form, together with the entry in the audit log.</summary>
    private Task<IResult> ActAsync(HttpContext context, string reference, string name, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, UrlOf(reference, NoticeOf(name)), sent => ActAsync(context, reference, name, sent, cancellationToken), cancellationToken);

    private async Task<IResult> ActAsync(HttpContext context, string reference, string name, SentForm sent, CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var reason = sent.Text("reason");
        var happened = sent.Fields["happened"].ToString();
        if (FindFault(name, reason, happened) is { } fault)
        {
            var errors = new FormErrors();
            errors.Add(fault.Field, fault.Text);
            return await ShowAsync(context, reference, errors, CardNumber.IsIn(reason) ? "" : reason, StatusCodes.Status422UnprocessableEntity, cancellationToken);
        }

        if (await desk.FindAsync(caller.Scope, reference, cancellationToken) is not { } payment)
        {
            return ConsoleError.NotFound;
        }

        var act = StaffAct.Of(context, $"payment.{name}", ObjectOf(reference), caller.FindBroker(payment.BrokerId)) with
        {
            Detail = $"{ConsoleFormat.Money(payment.Amount, payment.MoneyDigits, payment.Currency)}, account {ConsoleFormat.Plain(payment.TraderLogin)}"
                + (name == "settle" ? happened == "yes" ? ", found to have happened" : ", found not to have happened" : ""),
            Reason = reason.Length == 0 ? null : reason,
            SubmissionKey = sent.Key,
        };
        var detail = $"by {caller.Member.Email}" + (reason.Length == 0 ? "" : $": {reason}");
        Task AuditAsync(DbSession session) => AuditStore.AddAsync(session, act, time.GetUtcNow());
        var result = name == "settle"
            ? await service.SettleAsync(caller.Scope, reference, happened == "yes", detail, AuditAsync, cancellationToken)
            : await service.DecideAsync(caller.Scope, reference, EventOf(name), detail, AuditAsync, cancellationToken);

        // The same form twice at the same moment: the second finds the payment changed by the first.
        return new SeeOther(UrlOf(reference, result is DeskResult.Changed || await audit.IsDoneAsync(caller.Member.Id, sent.Key, cancellationToken) ? NoticeOf(name) : "late"));
    }

    private static (string Field, string Text)? FindFault(string name, string reason, string happened) =>
        name == "settle" && happened is not ("yes" or "no") ? ("happened-yes", "Say whether it happened.")
        : name is "reject" or "settle" && reason.Length == 0 ? ("reason", name == "settle" ? "Write down how you know." : "Write down why.")
        : CardNumber.IsIn(reason) ? ("reason", "This looks like a card number, which must never be written here. Nothing was saved.")
        : reason.Length > ConsoleForm.MaximumReason ? ("reason", "At most 500 characters.")
        : null;

    private static PaymentEvent EventOf(string name) => name switch
    {
        "approve" => PaymentEvent.Approved,
        "reject" => PaymentEvent.Rejected,
        "retry" => PaymentEvent.TryAgain,
        _ => throw new UnreachableException(),
    };

    private static string NoticeOf(string name) => name switch
    {
        "approve" => "approved",
        "reject" => "rejected",
        "retry" => "retried",
        _ => "settled",
    };

    private static string ObjectOf(string reference) => $"payment {reference}";

    private static string UrlOf(string reference, string notice) =>
        new(ConsoleNotice.After($"{ConsolePaths.Payments}/{Uri.EscapeDataString(reference)}", notice));
}
