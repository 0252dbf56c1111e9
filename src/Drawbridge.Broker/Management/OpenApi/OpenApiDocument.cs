using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Management.OpenApi;

/// <summary>The description of the management API (OpenAPI 3.1), made from its endpoints.</summary>
internal static partial class OpenApiDocument
{
    public const string Prefix = "/api/v1/";

    /// <summary>The document of these endpoints; those outside the management API are left out.</summary>
    /// <exception cref="InvalidOperationException">An endpoint is not described: a bug.</exception>
    public static JsonObject Of(IEnumerable<RouteEndpoint> endpoints, string version)
    {
        var schemas = new ApiSchemas();
        schemas.Add("Error", ErrorSchema());
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var endpoint in ApiEndpoints(endpoints))
        {
            var operation = endpoint.Metadata.GetMetadata<ApiOperation>()
                ?? throw new InvalidOperationException($"{endpoint.RoutePattern.RawText} is not described.");
            var path = Constraint().Replace(endpoint.RoutePattern.RawText!, "}").TrimEnd('/');
            if (!paths.TryGetValue(path, out var item))
            {
                paths[path] = item = [];
            }

            foreach (var method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            {
                item[method.ToLowerInvariant()] = ToJson(endpoint, operation, schemas);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Drawbridge management API",
                ["version"] = version,
                ["description"] = "For the CRM of a broker: it looks after its own brokers' traders and no others.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["managementKey"] = new JsonArray() }),
            ["paths"] = new JsonObject(paths.Select(static path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["managementKey"] = new JsonObject
                    {
                        ["type"] = "http", ["scheme"] = "bearer", ["description"] = "The management key of the CRM (ManagementKey in its configuration)",
                    },
                },
                ["schemas"] = schemas.ToJson(),
            },
        };
    }

    /// <summary>The endpoints of the management API, without this description itself and what answers unknown paths.</summary>
    public static IEnumerable<RouteEndpoint> ApiEndpoints(IEnumerable<RouteEndpoint> endpoints) => endpoints.Where(static endpoint =>
        endpoint.RoutePattern.RawText?.StartsWith(Prefix, StringComparison.Ordinal) == true
        && !endpoint.RoutePattern.RawText.EndsWith("/openapi.json", StringComparison.Ordinal)
        && endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null);

    private static JsonObject ToJson(RouteEndpoint endpoint, ApiOperation operation, ApiSchemas schemas)
    {
        var path = endpoint.RoutePattern.RawText!;
        var json = new JsonObject
        {
            ["operationId"] = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(path[Prefix.Length..].Split('/')[0]),
        };
        if (operation.Description is not null)
        {
            json["description"] = operation.Description;
        }

        var parameters = new JsonArray(
        [
            .. endpoint.RoutePattern.Parameters.Select(static parameter => new JsonObject
            {
                ["name"] = parameter.Name, ["in"] = "path", ["required"] = true,
                ["schema"] = new JsonObject { ["type"] = parameter.ParameterPolicies.Any(static policy => policy.Content == "long") ? "integer" : "string" },
            }),
            .. operation.Parameters.Select(ToJson),
        ]);
        if (parameters.Count > 0)
        {
            json["parameters"] = parameters;
        }

        if (operation.Body is { } body)
        {
            json["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", schemas.Body(body)) };
        }

        var responses = new JsonObject();
        foreach (var answer in operation.Answers)
        {
            responses[Text(answer.Status)] = new JsonObject
            {
                ["description"] = answer.Text,
                ["content"] = Content(
                    answer.MediaType, answer.Type is { } type ? schemas.Answer(type) : new JsonObject { ["type"] = "string", ["format"] = "binary" }),
            };
        }

        foreach (var status in operation.Refusals.Append(401).Distinct().Order())
        {
            responses[Text(status)] = Refusal(status);
        }

        responses["default"] = Refusal(status: null);
        json["responses"] = responses;
        return json;
    }

    private static JsonObject ToJson(ApiParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.Values is { } values)
        {
            schema["enum"] = new JsonArray([.. values.Select(static value => JsonValue.Create(value))]);
        }

        return new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.In, ["description"] = parameter.Text, ["schema"] = schema };
    }

    private static JsonObject Refusal(int? status) => new()
    {
        ["description"] = status is { } known ? ReasonPhrases.GetReasonPhrase(known) : "Anything else that went wrong",
        ["content"] = Content("application/json", new JsonObject { ["$ref"] = "#/components/schemas/Error" }),
    };

    private static JsonObject Content(string mediaType, JsonObject schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static JsonObject ErrorSchema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("error", "message", "code"),
        ["properties"] = new JsonObject
        {
            ["error"] = new JsonObject { ["type"] = "string", ["description"] = "The status in words" },
            ["message"] = new JsonObject { ["type"] = "string", ["description"] = "What was wrong, for a person" },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "What was wrong, for a program", ["examples"] = new JsonArray(CrmErrorCode.InvalidRequest, CrmErrorCode.NotFound) },
        },
    };

    /// <summary>A constraint of a route's parameter, which OpenAPI has elsewhere.</summary>
    [GeneratedRegex(@":[a-z]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();
}
