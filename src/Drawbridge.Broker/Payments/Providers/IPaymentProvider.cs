using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.Payments.Providers;

/// <summary>
/// A payment provider as payments need it. Every call carries our reference and may be repeated: the provider knows a reference again and
/// answers as before. Final words come by notification or by <see cref="FindStatusAsync"/>.
/// </summary>
internal interface IPaymentProvider
{
    /// <summary>What methods name it by.</summary>
    string Name { get; }

    /// <summary>What its notifications are signed with.</summary>
    WebhookSecret NotificationSecret { get; }

    /// <summary>Where the trader pays; null when the provider does not take this payment.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    Task<PayerRequest?> AskPayerAsync(Payment payment, Uri returnUrl, CancellationToken cancellationToken);

    /// <summary>Tells the provider to pay out.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now, or may have been told.</exception>
    Task<ProviderReport> PayOutAsync(Payment payment, CancellationToken cancellationToken);

    /// <summary>How a payment stands at the provider, null when it knows none of that reference.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    Task<ProviderReport?> FindStatusAsync(Payment payment, CancellationToken cancellationToken);
}

/// <summary>Where the trader pays.</summary>
/// <param name="ProviderReference">The provider's own number, null while it has none.</param>
/// <param name="PayUrl">The provider's page.</param>
internal sealed record PayerRequest(string? ProviderReference, Uri PayUrl);
