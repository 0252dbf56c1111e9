using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Drawbridge.Broker.Brokers;

/// <summary>The two names as a request carries them, in its query and its body (BID-20).</summary>
/// <param name="BrokerName">Every value given for <c>brokerName</c>; empty ones count as absent (BID-24).</param>
/// <param name="BrokerCrmName">Every value given for <c>brokerCrmName</c>.</param>
/// <param name="Host">Host name of the request, without port.</param>
internal readonly record struct BrokerNames(StringValues BrokerName, StringValues BrokerCrmName, string Host)
{
    /// <summary>Name of the parameter and key.</summary>
    public const string BrokerNameKey = "brokerName";

    /// <summary>Name of the parameter and key.</summary>
    public const string BrokerCrmNameKey = "brokerCrmName";

    /// <summary>The names of a request without body, or whose body cannot name a broker.</summary>
    public static BrokerNames Of(HttpRequest request, string? bodyBrokerName = null, string? bodyBrokerCrmName = null) => new(
        With(request.Query[BrokerNameKey], bodyBrokerName),
        With(request.Query[BrokerCrmNameKey], bodyBrokerCrmName),
        request.Host.Host);

    private static StringValues With(StringValues query, string? body) => body is null ? query : StringValues.Concat(query, body);
}
