using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Crm;

/// <summary>What cases change about requests that would succeed.</summary>
internal static class RequestChanges
{
    /// <summary>The same with another value of a key of the body.</summary>
    public static TargetRequest WithMember(this TargetRequest request, string name, JsonNode? value)
    {
        var body = BodyOf(request);
        body[name] = value;
        return request with { Body = body.ToJsonString() };
    }

    public static TargetRequest WithoutMember(this TargetRequest request, string name)
    {
        var body = BodyOf(request);
        body.Remove(name);
        return request with { Body = body.ToJsonString() };
    }

    /// <summary>The same with a body as it is written here.</summary>
    public static TargetRequest WithBody(this TargetRequest request, string? body) => request with { Body = body };

    /// <summary>The same with other names in the query; null takes one away.</summary>
    public static TargetRequest WithNames(this TargetRequest request, string? brokerName, string? brokerCrmName) =>
        request.WithQuery("brokerName", brokerName).WithQuery("brokerCrmName", brokerCrmName);

    public static TargetRequest WithNames(this TargetRequest request, BrokerNames names) => request.WithNames(names.BrokerName, names.BrokerCrmName);

    private static JsonObject BodyOf(TargetRequest request) => request.Body is { } body ? JsonNode.Parse(body)!.AsObject() : [];
}
