using System.Security.Cryptography;
using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Payments.Notifications;

/// <summary>
/// Takes what providers say, at <c>POST /api/payments/notifications/{provider}</c>. Only what is signed with the secret of the provider that the
/// payment's broker has by that name, not older than five minutes, counts; said twice, late or in another order, it does no harm
/// (<see cref="PaymentMachine"/>).
/// </summary>
internal sealed class PaymentNotifications(PaymentStore store, NoticeStore notices, PaymentProviders providers, BrokerDirectory directory, TimeProvider time)
{
    /// <summary>Behind it the name of the provider.</summary>
    public const string Path = "/api/payments/notifications/";

    private const int LongestBody = 16 * 1024;
    private const int LongestId = 128;

    private static readonly CrmError Stranger =
        new(401, CrmErrorCode.ClientAuthFailure, "The signature does not fit; sign with the provider's secret, and send within five minutes");

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path + "{provider}", async (HttpContext context, string provider, PaymentNotifications own) =>
        {
            var result = await own.ReceiveAsync(context, provider, context.RequestAborted);
            await result.ExecuteAsync(context);
        }).WithName("NotifyOfPayment");

    /// <summary>Null when it was taken, else why not.</summary>
    public async Task<CrmError?> TakeAsync(string providerName, SignedNotice signed, CancellationToken cancellationToken)
    {
        var notice = Read(signed.Body.Span);
        var payment = notice?.Reference is { Length: > 0 } reference ? await store.FindByReferenceAsync(providerName, reference, cancellationToken) : null;
        if (!await IsSignedAsync(payment, providerName, signed, cancellationToken))
        {
            return Stranger;
        }

        if (notice?.Reference is not { Length: > 0 } || ProviderReport.StatusOf(notice.Status) is not { } status || signed.Id!.Length > LongestId)
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, "Send reference, and status pending, succeeded, failed or expired");
        }

        if (payment is null)
        {
            return new CrmError(404, CrmErrorCode.NotFound, "This provider has no payment with that reference");
        }

        if (status == ProviderStatus.Succeeded && (notice.Amount is null || !IsCurrency(notice.Currency)))
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, "Send amount and currency with status succeeded");
        }

        var report = new ProviderReport(status, notice.Amount, IsCurrency(notice.Currency) ? notice.Currency : null, notice.ProviderReference);
        return await TakeOnceAsync(payment, report, signed, cancellationToken);
    }

    /// <summary>
    /// Remembered when it has counted, not before: what gets lost in between is told again, and counts once all the same.
    /// </summary>
    private async Task<CrmError?> TakeOnceAsync(Payment payment, ProviderReport report, SignedNotice signed, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(signed.Body.Span));
        if (await notices.FindAsync(payment, signed.Id!, cancellationToken) is { } before)
        {
            return before == hash ? null : new CrmError(409, CrmErrorCode.InvalidRequest, "This webhook-id was used for another notification; each needs its own");
        }

        if (report.EventFor(payment) is { } happened)
        {
            await store.ApplyAsync(payment.Id, happened, report.DetailFor(payment, "told by"), cancellationToken, report.ProviderReference);
        }

        await notices.AddAsync(payment, signed.Id!, hash, time.GetUtcNow(), cancellationToken);
        return null;
    }

    /// <summary>Signed by the provider that the payment is at; without a payment by any of that name.</summary>
    private async Task<bool> IsSignedAsync(Payment? payment, string providerName, SignedNotice signed, CancellationToken cancellationToken)
    {
        var possible = payment is null ? await providers.ListAsync(providerName, cancellationToken)
            : directory.Current.FindBroker(payment.BrokerId) is { } broker && await providers.FindAsync(broker, providerName, cancellationToken) is { } own ? [own]
            : [];
        return possible.Any(provider =>
            provider.NotificationSecret.Verify(signed.Id, signed.Timestamp, signed.Signature, signed.Body.Span, time.GetUtcNow()));
    }

    private static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

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
