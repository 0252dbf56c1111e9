using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>What the broker answers, before it leaves.</summary>
internal sealed record Reply(int Status, IReadOnlyDictionary<string, StringValues> Headers, string Body)
{
    public static Reply Json(int status, string body) => new(status, new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" }, body);

    /// <summary>The body, when it is a JSON object.</summary>
    public JsonObject? Object
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) as JsonObject;
            }
            catch (System.Text.Json.JsonException)
            {
                return null;
            }
        }
    }

    public string? Text(string member) => Object?[member]?.ToString();

    public Reply WithHeader(string name, string? value)
    {
        var headers = new Dictionary<string, StringValues>(Headers, StringComparer.OrdinalIgnoreCase);
        headers.Remove(name);
        if (value is not null)
        {
            headers[name] = value;
        }

        return this with { Headers = headers };
    }

    /// <summary>The same with another value of a member; the body must be an object.</summary>
    public Reply With(string member, JsonNode? value)
    {
        var body = Object!;
        body[member] = value;
        return this with { Body = body.ToJsonString() };
    }

    public Reply Without(string member)
    {
        var body = Object!;
        body.Remove(member);
        return this with { Body = body.ToJsonString() };
    }
}
