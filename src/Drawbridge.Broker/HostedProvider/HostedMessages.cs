using System.Globalization;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Notifications;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>A deposit or payout as a provider is told of it. The amount is a decimal as text, and what the trader pays in or is paid out.</summary>
internal sealed record HostedOrder(
    string Reference, string Kind, string Amount, string Currency, string Method, string Account, string BrokerName, string BrokerCrmName,
    string? Lang, string? ReturnUrl, string? NotificationUrl, DateTimeOffset CreatedAt)
{
    public static HostedOrder Of(Payment payment, BrokerEntity broker, Uri? returnUrl) => new(
        payment.Reference, payment.Kind == PaymentKind.Deposit ? "deposit" : "withdrawal", payment.AtProvider.ToString(), payment.Currency, payment.Method,
        payment.TraderLogin.ToString(CultureInfo.InvariantCulture), broker.Name.Value, broker.Crm.Name.Value,
        returnUrl is not null && QueryHelpers.ParseQuery(returnUrl.Query).TryGetValue("lang", out var lang) ? lang.ToString() : null,
        returnUrl?.OriginalString,
        returnUrl is null ? null : returnUrl.GetLeftPart(UriPartial.Authority) + PaymentNotifications.Path + payment.Provider,
        payment.CreatedAt);
}

/// <summary>Answer to a deposit that was created.</summary>
internal sealed record HostedCreated(string? ProviderReference, string? PayUrl, string? Status);

/// <summary>Answer to a payout, and to the question how a payment stands.</summary>
internal sealed record HostedStatus(string? Reference, string? Status, decimal? Amount, string? Currency, string? ProviderReference);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16, NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostedOrder))]
[JsonSerializable(typeof(HostedCreated))]
[JsonSerializable(typeof(HostedStatus))]
internal sealed partial class HostedJson : JsonSerializerContext;
