using System.Text.Json.Serialization;
using Drawbridge.Protocol.Money;

namespace Drawbridge.Broker.Payments;

/// <summary>
/// A payment as the CRM is told of it. Amounts are decimals in the currency, as text, so that no reader rounds them: <c>amount</c> is what the
/// account gets or gives, <c>providerAmount</c> what the trader pays in or is paid out.
/// </summary>
internal sealed record PaymentChanged(
    string Reference, string Kind, string State, long Account, string Amount, string Fee, string FeePaidBy, string ProviderAmount, string Currency, string Method, string Provider, string? ProviderReference,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static PaymentChanged Of(Payment payment) => new(
        payment.Reference, PaymentEvents.KindOf(payment), PaymentEvents.StateOf(payment.State), payment.TraderLogin,
        payment.Money.ToString(), new MoneyAmount(payment.Fee, payment.MoneyDigits).ToString(), payment.FeeBearer == FeeBearer.Trader ? "trader" : "broker",
        payment.AtProvider.ToString(), payment.Currency, payment.Method, payment.Provider, payment.ProviderReference, payment.CreatedAt, payment.UpdatedAt);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PaymentChanged))]
[JsonSerializable(typeof(IReadOnlyList<PaymentChanged>))]
internal sealed partial class PaymentEventJson : JsonSerializerContext;

/// <summary>What a CRM is told of payments.</summary>
internal static class PaymentEvents
{
    /// <summary>Type of the event that tells of a state, null when the CRM has nothing to do with it.</summary>
    public static string? NameOf(PaymentState state) => state switch
    {
        PaymentState.AwaitingApproval => "payment.awaiting_approval",
        PaymentState.Confirmed => "payment.confirmed",
        PaymentState.Credited => "payment.credited",
        PaymentState.PaidOut => "payment.paid_out",
        PaymentState.Refunded => "payment.refunded",
        PaymentState.Declined => "payment.declined",
        PaymentState.Expired => "payment.expired",
        PaymentState.Cancelled => "payment.cancelled",
        PaymentState.CreditUnknown or PaymentState.DebitUnknown or PaymentState.RefundUnknown => "payment.unknown",
        PaymentState.Disputed or PaymentState.PayoutDisputed => "payment.disputed",
        PaymentState.CreditRefused or PaymentState.RefundRefused => "payment.refused",
        _ => null,
    };

    /// <summary>What it is, as the CRM reads it: what a partner is paid is no deposit.</summary>
    public static string KindOf(Payment payment) => payment.Source == PaymentSource.PartnerReward ? "reward" : payment.Kind == PaymentKind.Deposit ? "deposit" : "withdrawal";

    /// <summary>A state as the CRM reads it.</summary>
    public static string StateOf(PaymentState state) => string.Concat(
        state.ToString().Select(static (c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
