using System.Diagnostics;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Chat;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Payments;
using Drawbridge.Protocol.Crm;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.PaymentDesk;

/// <summary>Looking after payments, in the management API: what waits for a person, what happened, and the person's word.</summary>
internal sealed class PaymentDeskEndpoints(PaymentDeskStore desk, PaymentDeskService service, PaymentDecisions decisions, BrokerDirectory directory)
{
    /// <summary>The header with the caller's key of a decision.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private static readonly CrmError NoPayment = new(404, CrmErrorCode.NotFound, "Your CRM has no payment with that reference");

    private static readonly CrmError WrongState = new(409, CrmErrorCode.InvalidRequest, "The payment is not in a state for this; read it again");

    private static readonly CrmError KeyIsTaken = new(409, CrmErrorCode.InvalidRequest, $"The {KeyHeader} was used for another decision; take a new one for each");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = ManagementApi.MapGroup(routes).MapGroup("/payments");
        group.MapGet("", (HttpContext context, PaymentDeskEndpoints own, CancellationToken cancellationToken) => own.ListAsync(context, cancellationToken))
            .WithName("ListPayments").Describe(PaymentDeskDescriptions.List);
        group.MapGet("/{reference}", (HttpContext context, string reference, PaymentDeskEndpoints own, CancellationToken cancellationToken) => own.GetAsync(context, reference, cancellationToken))
            .WithName("GetPayment").Describe(PaymentDeskDescriptions.Get);
        foreach (var (path, what, name, description) in new[]
        {
            ("approve", PaymentEvent.Approved, "ApprovePayment", PaymentDeskDescriptions.Decide("Agrees to a withdrawal that waits for a person, or lets a disputed payment count as asked for")),
            ("reject", PaymentEvent.Rejected, "RejectPayment", PaymentDeskDescriptions.Decide("Refuses a withdrawal that waits for a person, or a disputed payment")),
            ("retry", PaymentEvent.TryAgain, "RetryPayment", PaymentDeskDescriptions.Decide("Tries again what the platform refused, once its reason is mended")),
            ("cancel", PaymentEvent.CancelledByTrader, "CancelPayment", PaymentDeskDescriptions.Decide("Calls off a payment of which no money has moved, for the trader")),
        })
        {
            group.MapPost($"/{{reference}}/{path}", (HttpContext context, string reference, PaymentDeskEndpoints own, CancellationToken cancellationToken) =>
                own.DecideAsync(context, reference, what, cancellationToken)).WithName(name).Describe(description);
        }

        group.MapPost("/{reference}/settle", (HttpContext context, string reference, PaymentDeskEndpoints own, CancellationToken cancellationToken) =>
            own.SettleAsync(context, reference, cancellationToken)).WithName("SettlePayment").Describe(PaymentDeskDescriptions.Settle);
    }

    /// <summary>The latest first; <c>brokerName</c>, <c>state</c>, <c>limit</c>, and <c>cursor</c> of the answer before.</summary>
    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (query, error) = ListQuery.Read(context, directory);
        if (query is null)
        {
            return error!;
        }

        PaymentState? state = null;
        if (context.Request.Query["state"].ToString() is { Length: > 0 } text && (state = StateOf(text)) is null)
        {
            return CrmError.MustBe("state", string.Join(", ", Enum.GetValues<PaymentState>().Select(PaymentEvents.StateOf)));
        }

        var rows = await desk.ListAsync(ScopeOf(context), query.Broker?.Id, state, query.Before, query.Limit, cancellationToken);
        return CrmAnswer.Of(
            new PaymentList([.. rows.Select(PaymentChanged.Of)], query.CursorAfter(rows, static row => row.Id)),
            PaymentDeskJson.Default.PaymentList);
    }

    private async Task<IResult> GetAsync(HttpContext context, string reference, CancellationToken cancellationToken) =>
        await desk.FindAsync(ScopeOf(context), reference, cancellationToken) is { } payment
            ? await AnswerAsync(payment, cancellationToken)
            : NoPayment;

    private async Task<IResult> DecideAsync(HttpContext context, string reference, PaymentEvent what, CancellationToken cancellationToken) =>
        await DecideOnceAsync(
            context,
            new() { Reference = reference, Decision = what },
            also => service.DecideAsync(ScopeOf(context), reference, what, "by management API", also, cancellationToken),
            cancellationToken);

    /// <summary>With the header <c>Idempotency-Key</c> a decision that comes again answers as before.</summary>
    private async Task<IResult> DecideOnceAsync(
        HttpContext context, PaymentDecision wanted, Func<Func<DbSession, Task>?, Task<DeskResult>> decideAsync, CancellationToken cancellationToken)
    {
        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length == 0)
        {
            return await AnswerAsync(await decideAsync(null), cancellationToken);
        }

        if (!ChatText.IsDeskKey(key))
        {
            return CrmError.MustBe(KeyHeader, "at most 64 printable characters without blanks");
        }

        var (result, earlier) = await decisions.OnceAsync(context.GetCallerCrmId(), key, wanted, also => decideAsync(also), cancellationToken);
        if (earlier is null)
        {
            return await AnswerAsync(result!, cancellationToken);
        }

        return earlier == wanted ? await GetAsync(context, wanted.Reference, cancellationToken) : KeyIsTaken;
    }

    /// <summary>A person has found out what the balance did not tell: whether call 3.5 happened.</summary>
    private async Task<IResult> SettleAsync(HttpContext context, string reference, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, PaymentDeskJson.Default.SettlePaymentRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        if (body!.Happened is not { } happened)
        {
            return CrmError.MissingParameter("happened");
        }

        return await DecideOnceAsync(
            context,
            new() { Reference = reference, Decision = happened ? PaymentEvent.FoundApplied : PaymentEvent.FoundNotApplied },
            also => service.SettleAsync(ScopeOf(context), reference, happened, "decided by management API", also, cancellationToken),
            cancellationToken);
    }

    private static BrokerScope ScopeOf(HttpContext context) => new(context.GetCallerCrmId());

    private async Task<IResult> AnswerAsync(DeskResult result, CancellationToken cancellationToken) => result switch
    {
        DeskResult.Changed changed => await AnswerAsync(changed.Payment, cancellationToken),
        DeskResult.NoPayment => NoPayment,
        DeskResult.WrongState => WrongState,
        _ => throw new UnreachableException(),
    };

    private async Task<IResult> AnswerAsync(Payment payment, CancellationToken cancellationToken) => CrmAnswer.Of(
        new PaymentAnswer(
            PaymentChanged.Of(payment),
            [.. (await desk.ListHistoryAsync(payment.Id, cancellationToken)).Select(static row => new PaymentStep(
                row.HappenedAt, row.Name, PaymentEvents.StateOf((PaymentState)row.ToState), row.Detail))],
            await desk.FindEvidenceAsync(payment.Id, cancellationToken)),
        PaymentDeskJson.Default.PaymentAnswer);

    private static PaymentState? StateOf(string text) =>
        Enum.GetValues<PaymentState>().Where(state => PaymentEvents.StateOf(state) == text).Select(static state => (PaymentState?)state).FirstOrDefault();
}

/// <summary>Answer of <c>GET /api/v1/payments</c>.</summary>
internal sealed record PaymentList(IReadOnlyList<PaymentChanged> Payments, string? NextCursor);

/// <summary>One payment with what happened to it, and what was seen while its outcome is unknown.</summary>
internal sealed record PaymentAnswer(PaymentChanged Payment, IReadOnlyList<PaymentStep> History, string? Evidence);

/// <summary>One step of a payment.</summary>
internal sealed record PaymentStep(DateTimeOffset At, string What, string State, string? Detail);

/// <summary>Body of <c>POST /api/v1/payments/{reference}/settle</c>.</summary>
internal sealed class SettlePaymentRequest : CrmRequest
{
    /// <summary>Whether the platform carried the call out.</summary>
    public bool? Happened { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(PaymentList))]
[JsonSerializable(typeof(PaymentAnswer))]
[JsonSerializable(typeof(SettlePaymentRequest))]
internal sealed partial class PaymentDeskJson : JsonSerializerContext;
