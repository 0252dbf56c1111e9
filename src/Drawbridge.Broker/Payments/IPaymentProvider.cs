using Drawbridge.Protocol.Webhooks;

namespace Drawbridge.Broker.Payments;

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

    /// <summary>Where the trader pays.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    Task<PayerRequest> AskPayerAsync(Payment payment, Uri returnUrl, CancellationToken cancellationToken);

    /// <summary>Tells the provider to pay out.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now, or may have been told.</exception>
    Task<ProviderStatus> PayOutAsync(Payment payment, CancellationToken cancellationToken);

    /// <summary>How a payment stands at the provider, null when it knows none of that reference.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    Task<ProviderStatus?> FindStatusAsync(Payment payment, CancellationToken cancellationToken);
}

/// <summary>Where the trader pays.</summary>
/// <param name="ProviderReference">The provider's own number.</param>
/// <param name="PayUrl">The provider's page.</param>
internal sealed record PayerRequest(string ProviderReference, Uri PayUrl);

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
