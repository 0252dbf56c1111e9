using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>
/// A provider that is reached over the network by the contract of docs/payments.md. Whatever it answers that the contract does not have counts as
/// no answer: the call is made again with the same reference, and decides nothing.
/// </summary>
internal sealed class HostedPaymentProvider(
    HostedProviderEntity provider, string apiKey, WebhookSecret secret, IHttpClientFactory clients, BrokerDirectory directory, TimeProvider time, ILogger log)
    : IPaymentProvider
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "Drawbridge.HostedProvider";

    private const int LongestReference = 128;

    /// <inheritdoc/>
    public string Name => provider.Name;

    /// <inheritdoc/>
    public WebhookSecret NotificationSecret => secret;

    /// <inheritdoc/>
    public async Task<PayerRequest?> AskPayerAsync(Payment payment, Uri returnUrl, CancellationToken cancellationToken)
    {
        var order = HostedOrder.Of(payment, BrokerOf(payment), returnUrl);
        if (provider.Settings.CreateUrl is not { } create)
        {
            return provider.Settings.RedirectUrl is { } page ? new(null, WithContext(page, order)) : null;
        }

        var (status, answer) = await SendAsync(HttpMethod.Post, create, order, HostedJson.Default.HostedCreated, cancellationToken);
        if (status == HttpStatusCode.UnprocessableEntity || answer?.Status == "failed")
        {
            return null;
        }

        if (!Uri.TryCreate(answer?.PayUrl, UriKind.Absolute, out var payUrl) || !provider.Settings.Leads(payUrl))
        {
            HostedProviderLog.StrangePage(log, Name);
            throw new HttpRequestException($"The provider {Name} names no page of its own.");
        }

        return new(ReferenceOf(answer!.ProviderReference), payUrl);
    }

    /// <inheritdoc/>
    public async Task<ProviderReport> PayOutAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (provider.Settings.PayoutUrl is not { } payout)
        {
            return new(ProviderStatus.Failed);
        }

        var order = HostedOrder.Of(payment, BrokerOf(payment), payment.ReturnUrl is { } url ? new Uri(url) : null);
        var (status, answer) = await SendAsync(HttpMethod.Post, payout, order, HostedJson.Default.HostedStatus, cancellationToken);
        return status == HttpStatusCode.UnprocessableEntity ? new(ProviderStatus.Failed) : ReportOf(payment, answer);
    }

    /// <inheritdoc/>
    public async Task<ProviderReport?> FindStatusAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (provider.Settings.StatusUrlOf(payment.Reference) is not { } url)
        {
            return null;
        }

        var (status, answer) = await SendAsync(HttpMethod.Get, url, order: null, HostedJson.Default.HostedStatus, cancellationToken);
        return status == HttpStatusCode.NotFound ? null : ReportOf(payment, answer);
    }

    private static string? ReferenceOf(string? text) =>
        text is { Length: > 0 and <= LongestReference } && text.All(static c => c is > ' ' and <= '~') ? text : null;

    private BrokerEntity BrokerOf(Payment payment) => directory.Current.FindBroker(payment.BrokerId)
        ?? throw new HttpRequestException("The broker is no longer configured.");

    private ProviderReport ReportOf(Payment payment, HostedStatus? answer) =>
        ProviderReport.StatusOf(answer?.Status) is { } status && (answer!.Reference is null || answer.Reference == payment.Reference)
            ? new(status, answer.Amount, answer.Currency, ReferenceOf(answer.ProviderReference))
            : throw new HttpRequestException($"The provider {Name} says nothing that can be understood.");

    /// <summary>
    /// The page with the order in <c>context</c> (base64url of JSON), signed as a Standard Webhooks notification whose headers are
    /// <c>contextId</c>, <c>contextTimestamp</c> and <c>contextSignature</c>: good for five minutes.
    /// </summary>
    private Uri WithContext(Uri page, HostedOrder order)
    {
        var text = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(order, HostedJson.Default.HostedOrder));
        var now = time.GetUtcNow();
        return new(QueryHelpers.AddQueryString(page.OriginalString, new Dictionary<string, string?>
        {
            ["context"] = text,
            ["contextId"] = order.Reference,
            ["contextTimestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["contextSignature"] = secret.Sign(order.Reference, now, Encoding.UTF8.GetBytes(text)),
        }));
    }

    private async Task<(HttpStatusCode Status, TAnswer? Answer)> SendAsync<TAnswer>(
        HttpMethod method, Uri url, HostedOrder? order, JsonTypeInfo<TAnswer> json, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var body = order is null ? [] : JsonSerializer.SerializeToUtf8Bytes(order, HostedJson.Default.HostedOrder);
        var now = time.GetUtcNow();
        var id = order?.Reference ?? "req_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new("Bearer", apiKey);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secret.Sign(id, now, body));
        if (order is not null)
        {
            request.Headers.Add("Idempotency-Key", order.Reference);
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };
        }

        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound && (order is null) == (response.StatusCode is HttpStatusCode.NotFound))
            {
                return (response.StatusCode, null);
            }

            if (!response.IsSuccessStatusCode)
            {
                HostedProviderLog.NotDone(log, Name, (int)response.StatusCode);
                throw new HttpRequestException($"The provider {Name} answered {(int)response.StatusCode}.");
            }

            return (response.StatusCode, JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), json));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            HostedProviderLog.Late(log, Name);
            throw new HttpRequestException($"The provider {Name} did not answer in time.", e);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"The provider {Name} did not answer in JSON of the contract.", e);
        }
    }
}
