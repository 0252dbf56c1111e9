using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.Kyc.Provider;

/// <summary>
/// Somebody else who verifies traders, as verifications need it. The word comes by notification or by <see cref="FindVerdictAsync"/>; every
/// submission has a reference of its own, so that a word about an earlier one is never taken for this one.
/// </summary>
internal interface IKycProvider
{
    /// <summary>The page where the trader goes on; null when the provider is none of the CRM's. From there the trader comes back to <paramref name="returnUrl"/>.</summary>
    Task<Uri?> FindPageAsync(BrokerEntity broker, string provider, KycCase one, BrokerUser user, Screen screen, string returnUrl, CancellationToken cancellationToken);

    /// <summary>How a submission stands at the provider; null when it does not say.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be asked now.</exception>
    Task<KycVerdict?> FindVerdictAsync(BrokerEntity broker, string provider, KycCase one, CancellationToken cancellationToken);
}

/// <summary>What a provider tells: our reference, <c>pending</c>, <c>approved</c> or <c>rejected</c>, and why.</summary>
internal sealed record KycVerdict(string? Reference, string? Status, string? Reason, IReadOnlyList<KycStepReason>? Steps);
