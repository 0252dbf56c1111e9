using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Payments;

/// <summary>What a provider tells: our reference, and <c>pending</c>, <c>succeeded</c>, <c>failed</c> or <c>expired</c>.</summary>
internal sealed record PaymentNotice(string? Reference, string? Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8)]
[JsonSerializable(typeof(PaymentNotice))]
internal sealed partial class PaymentNoticeJson : JsonSerializerContext;

/// <summary>A notification as it comes, with the headers of Standard Webhooks.</summary>
internal sealed record SignedNotice(string? Id, string? Timestamp, string? Signature, ReadOnlyMemory<byte> Body);

/// <summary>
/// Takes what providers say, at <c>POST /api/payments/notifications/{provider}</c>. Only what is signed with the provider's secret, not older
/// than five minutes and about a payment of that provider counts; said twice, late or in another order, it does no harm
/// (<see cref="PaymentMachine"/>).
/// </summary>
internal sealed class PaymentNotifications(PaymentStore store, IEnumerable<IPaymentProvider> providers, TimeProvider time)
{
    private const int LongestBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/payments/notifications/{provider}", async (HttpContext context, string provider, PaymentNotifications own) =>
        {
            var result = await own.ReceiveAsync(context, provider, context.RequestAborted);
            await result.ExecuteAsync(context);
        }).WithName("NotifyOfPayment");

    /// <summary>Null when it was taken, else why not.</summary>
    public async Task<CrmError?> TakeAsync(string providerName, SignedNotice signed, CancellationToken cancellationToken)
    {
        if (providers.FirstOrDefault(known => known.Name == providerName) is not { } provider
            || !provider.NotificationSecret.Verify(signed.Id, signed.Timestamp, signed.Signature, signed.Body.Span, time.GetUtcNow()))
        {
            return new CrmError(401, CrmErrorCode.ClientAuthFailure, "The signature does not fit; sign with the provider's secret, and send within five minutes");
        }

        if (Read(signed.Body.Span) is not { Reference: { Length: > 0 } reference, Status: { } status }
            || EventOf(status) is not { } events)
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, "Send reference, and status pending, succeeded, failed or expired");
        }

        if (await store.FindByReferenceAsync(providerName, reference, cancellationToken) is not { } payment)
        {
            return new CrmError(404, CrmErrorCode.NotFound, "This provider has no payment with that reference");
        }

        var what = payment.Kind == PaymentKind.Deposit ? events.Deposit : events.Payout;
        if (what is { } happened)
        {
            await store.ApplyAsync(payment.Id, happened, $"told by {providerName}", cancellationToken);
        }

        return null;
    }

    private static PaymentNotice? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, PaymentNoticeJson.Default.PaymentNotice);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (PaymentEvent? Deposit, PaymentEvent? Payout)? EventOf(string status) => status switch
    {
        "succeeded" => (PaymentEvent.ProviderConfirmed, PaymentEvent.PayoutConfirmed),
        "failed" => (PaymentEvent.ProviderDeclined, PaymentEvent.PayoutFailed),
        "expired" => (PaymentEvent.ProviderExpired, PaymentEvent.PayoutFailed),
        "pending" => (null, null),
        _ => null,
    };

    private async Task<IResult> ReceiveAsync(HttpContext context, string provider, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestBody + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestBody)
        {
            return CrmError.TooLarge;
        }

        var headers = context.Request.Headers;
        var signed = new SignedNotice(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], buffer.AsMemory(0, length));
        return await TakeAsync(provider, signed, cancellationToken) ?? Results.NoContent();
    }
}
