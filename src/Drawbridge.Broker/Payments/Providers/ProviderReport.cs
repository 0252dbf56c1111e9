using System.Globalization;

namespace Drawbridge.Broker.Payments.Providers;

/// <summary>How a payment stands at a provider.</summary>
internal enum ProviderStatus
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>The money has moved for good.</summary>
    Succeeded,

    /// <summary>The money has not moved and will not.</summary>
    Failed,

    /// <summary>Nobody paid in time.</summary>
    Expired,
}

/// <summary>What a provider says of a payment.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Amount">What was moved; null when the provider does not say.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="ProviderReference">The provider's own number, if it says one.</param>
internal sealed record ProviderReport(ProviderStatus Status, decimal? Amount = null, string? Currency = null, string? ProviderReference = null)
{
    /// <summary>The status as providers write it, null for any other word.</summary>
    public static ProviderStatus? StatusOf(string? text) => text switch
    {
        "pending" => ProviderStatus.Pending,
        "succeeded" => ProviderStatus.Succeeded,
        "failed" => ProviderStatus.Failed,
        "expired" => ProviderStatus.Expired,
        _ => null,
    };

    /// <summary>What happens to the payment by this; null when nothing is decided yet.</summary>
    public PaymentEvent? EventFor(Payment payment) => (Status, payment.Kind) switch
    {
        (ProviderStatus.Pending, _) => null,
        (ProviderStatus.Succeeded, PaymentKind.Deposit) => Fits(payment) ? PaymentEvent.ProviderConfirmed : PaymentEvent.ProviderMismatched,
        (ProviderStatus.Failed, PaymentKind.Deposit) => PaymentEvent.ProviderDeclined,
        (ProviderStatus.Expired, PaymentKind.Deposit) => PaymentEvent.ProviderExpired,
        (ProviderStatus.Succeeded, _) => Fits(payment) ? PaymentEvent.PayoutConfirmed : PaymentEvent.PayoutMismatched,
        _ => PaymentEvent.PayoutFailed,
    };

    /// <summary>What is written down beside the event: who said so, and what was moved instead of what.</summary>
    public string DetailFor(Payment payment, string how) => Status == ProviderStatus.Succeeded && !Fits(payment)
        ? string.Create(CultureInfo.InvariantCulture, $"{how} {payment.Provider}: {Amount} {Currency} instead of {payment.AtProvider} {payment.Currency}")
        : $"{how} {payment.Provider}";

    /// <summary>Whether what was moved is what was asked for, to the smallest unit.</summary>
    private bool Fits(Payment payment) =>
        (Amount is null || Amount == payment.AtProvider.ToDecimal()) && (Currency is null || Currency == payment.Currency);
}
