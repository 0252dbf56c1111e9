using Drawbridge.Broker.Brokers;

namespace Drawbridge.Broker.Payments.Providers;

/// <summary>Where payment providers come from.</summary>
internal interface IPaymentProviderSource
{
    /// <summary>Whether a broker has a provider of that name. No I/O.</summary>
    bool Has(BrokerEntity broker, string name);

    /// <summary>The provider of that name that a broker has, or null.</summary>
    Task<IPaymentProvider?> FindAsync(BrokerEntity broker, string name, CancellationToken cancellationToken);

    /// <summary>All providers of that name, whoever has them.</summary>
    Task<IReadOnlyList<IPaymentProvider>> ListAsync(string name, CancellationToken cancellationToken);
}
