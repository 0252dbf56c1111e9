using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Faults;

/// <summary>The calls that a fault can befall.</summary>
internal sealed class FaultRoutes(EndpointDataSource endpoints, BrokerDirectory brokers)
{
    private static readonly Dictionary<string, string> OfCrm = new(StringComparer.Ordinal)
    {
        ["4.1"] = CrmPaths.CrmApiToken,
        ["4.2"] = CrmPaths.AuthorizeOneTime,
        ["4.3"] = CrmPaths.Authorize,
        ["4.4"] = CrmPaths.GenerateOneTime,
        ["4.5"] = CrmPaths.Logout,
    };

    /// <summary>Whether a fault of that kind can befall any call at all.</summary>
    public bool FitAny(string route, string kind, string? direction) =>
        (direction != FaultRegistry.Out && FaultKind.FitsIncoming(kind) && Incoming().Any(known => Wildcard.Matches(route, known)))
        || (direction != FaultRegistry.In && Outgoing().Any(known => FaultKind.FitsOutgoing(kind, known.Call) && Wildcard.Matches(route, known.Route)));

    /// <summary>How the route of a call to a CRM can be written: below the CRM's address, and as a whole.</summary>
    public static IReadOnlyList<string> OfRequest(HttpRequestMessage request, string? call)
    {
        var whole = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        return call is not null && OfCrm.TryGetValue(call, out var path) ? [$"{request.Method} {path}", whole] : [whole];
    }

    private IEnumerable<string> Incoming() =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<CallName>() is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {endpoint.RoutePattern.RawText}";

    private IEnumerable<(string Call, string Route)> Outgoing() =>
        OfCrm.SelectMany(call => brokers.All.Select(broker => (call.Key, $"POST {broker.Peer.BaseUrl.AbsolutePath.TrimEnd('/')}{call.Value}")).Prepend((call.Key, $"POST {call.Value}")))
            .Concat(
                from broker in brokers.All
                let invite = broker.Options.Invite
                from url in new[] { invite.AttributionUrl, invite.NewUserUrl }
                where url is not null
                select ("invite", $"POST {new Uri(url, UriKind.Absolute).AbsolutePath}"));
}
