using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Payments.Providers;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>The providers that CRMs and brokers have configured.</summary>
internal sealed class HostedProviders(
    HostedProviderStore store, HostedProviderSeal seal, IHttpClientFactory clients, BrokerDirectory directory, TimeProvider time,
    ILogger<HostedPaymentProvider> log) : IPaymentProviderSource
{
    /// <inheritdoc/>
    public bool Has(BrokerEntity broker, string name) => Find(broker, name) is not null;

    /// <inheritdoc/>
    public async Task<IPaymentProvider?> FindAsync(BrokerEntity broker, string name, CancellationToken cancellationToken) =>
        Find(broker, name) is { } provider && await store.FindAsync(provider.Id, cancellationToken) is { } row ? New(row) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPaymentProvider>> ListAsync(string name, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(name, cancellationToken)).Select(New)];

    private static HostedProviderEntity? Find(BrokerEntity broker, string name) => broker.PaymentProviders.FirstOrDefault(provider => provider.Name == name);

    private HostedPaymentProvider New(HostedProviderRow row) =>
        new(row.ToEntity(), seal.OpenKey(row.ApiKeySealed), seal.OpenSecret(row.NotificationSecretSealed), clients, directory, time, log);
}
