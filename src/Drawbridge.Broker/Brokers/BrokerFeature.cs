using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Brokers;

/// <summary>The broker a request was identified for.</summary>
internal sealed record BrokerFeature(BrokerEntity Broker);

/// <summary>Access to the identified broker.</summary>
internal static class BrokerFeatureExtensions
{
    /// <summary>The broker of this request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not require broker identification: a bug.</exception>
    public static BrokerEntity GetBroker(this HttpContext context) => context.FindBroker()
        ?? throw new InvalidOperationException("This endpoint was mapped without broker identification.");

    /// <summary>The broker of this request, or null.</summary>
    public static BrokerEntity? FindBroker(this HttpContext context) => context.Features.Get<BrokerFeature>()?.Broker;

    public static void SetBroker(this HttpContext context, BrokerEntity broker)
    {
        context.Features.Set(new BrokerFeature(broker));
        context.Features.Get<BrokerLogScope>()?.Set(broker);
    }
}
