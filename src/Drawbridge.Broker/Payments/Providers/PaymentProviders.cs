using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Payments.Providers;

/// <summary>The payment providers that brokers have, from every source.</summary>
internal sealed class PaymentProviders(IEnumerable<IPaymentProviderSource> sources)
{
    private readonly IReadOnlyList<IPaymentProviderSource> _sources = [.. sources];

    /// <summary>Whether a broker has a provider of that name.</summary>
    public bool Has(BrokerEntity broker, string name) => _sources.Any(source => source.Has(broker, name));

    /// <summary>The provider of that name that a broker has, or null.</summary>
    public async Task<IPaymentProvider?> FindAsync(BrokerEntity broker, string name, CancellationToken cancellationToken) =>
        _sources.FirstOrDefault(source => source.Has(broker, name)) is { } source ? await source.FindAsync(broker, name, cancellationToken) : null;

    /// <summary>All providers of that name, whoever has them: to tell a stranger from one that is wrong about a payment.</summary>
    public async Task<IReadOnlyList<IPaymentProvider>> ListAsync(string name, CancellationToken cancellationToken)
    {
        var all = new List<IPaymentProvider>();
        foreach (var source in _sources)
        {
            all.AddRange(await source.ListAsync(name, cancellationToken));
        }

        return all;
    }
}
