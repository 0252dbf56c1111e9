using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Payments.Providers;

/// <summary>The providers that the host registered: every broker has them.</summary>
internal sealed class BuiltInProviders(IEnumerable<IPaymentProvider> providers) : IPaymentProviderSource
{
    private readonly IReadOnlyList<IPaymentProvider> _providers = [.. providers];

    /// <inheritdoc/>
    public bool Has(BrokerEntity broker, string name) => Find(name) is not null;

    /// <inheritdoc/>
    public Task<IPaymentProvider?> FindAsync(BrokerEntity broker, string name, CancellationToken cancellationToken) => Task.FromResult(Find(name));

    /// <inheritdoc/>
    public Task<IReadOnlyList<IPaymentProvider>> ListAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IPaymentProvider>>(Find(name) is { } provider ? [provider] : []);

    private IPaymentProvider? Find(string name) => _providers.FirstOrDefault(provider => provider.Name == name);
}
