using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Payments.Notifications;

/// <summary>What a provider tells: our reference, <c>pending</c>, <c>succeeded</c>, <c>failed</c> or <c>expired</c>, and what was moved.</summary>
internal sealed record PaymentNotice(string? Reference, string? Status, decimal? Amount, string? Currency, string? ProviderReference);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8, NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PaymentNotice))]
internal sealed partial class PaymentNoticeJson : JsonSerializerContext;

/// <summary>A notification as it comes, with the headers of Standard Webhooks.</summary>
internal sealed record SignedNotice(string? Id, string? Timestamp, string? Signature, ReadOnlyMemory<byte> Body);
