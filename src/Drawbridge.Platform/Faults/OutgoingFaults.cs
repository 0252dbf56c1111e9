using Drawbridge.Client.Crm;
using Drawbridge.Platform.Brokers;

namespace Drawbridge.Platform.Faults;

/// <summary>
/// Before the journal: draws what befalls a call to a CRM, and sends a call twice whose token is to be replayed, so that the journal has
/// both.
/// </summary>
internal sealed class OutgoingFaults(FaultRegistry faults, BrokerDirectory brokers) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<IReadOnlyList<Fault>> Key = new("Drawbridge.Faults");

    /// <summary>What was drawn for a request.</summary>
    public static IReadOnlyList<Fault> Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var hits) ? hits : [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (faults.IsEmpty)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        request.Options.TryGetValue(CrmRequestInfo.Key, out var info);
        var hits = faults.Draw(new(
            FaultRegistry.Out,
            info?.Call,
            FaultRoutes.OfRequest(request, info?.Call),
            broker => brokers.FindBroker(broker) is { } named && named.BrokerName == info?.BrokerName));
        if (hits.Any(static hit => hit.Rule.Kind == FaultKind.ReplayedToken))
        {
            using var first = await base.SendAsync(request, cancellationToken);
        }

        request.Options.Set(Key, hits);
        return await base.SendAsync(request, cancellationToken);
    }
}
