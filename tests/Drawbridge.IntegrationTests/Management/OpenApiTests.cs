using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Management;

/// <summary>The description of the management API says what there is, and is valid OpenAPI 3.1.</summary>
public sealed partial class OpenApiTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];
    private static readonly string[] Types = ["string", "integer", "number", "boolean", "object", "array", "null"];

    [Fact]
    public async Task Every_endpoint_stands_in_it_once_with_its_method_name_and_parameters()
    {
        var document = await ReadAsync();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/v1", StringComparison.Ordinal) == true && endpoint.DisplayName?.Contains("openapi.json", StringComparison.Ordinal) == false)
            .ToList();

        endpoints.Count.ShouldBeGreaterThan(15);
        endpoints.ShouldAllBe(static endpoint => endpoint.Metadata.GetMetadata<ApiOperation>() != null);
        foreach (var endpoint in endpoints)
        {
            var path = Constraint().Replace(endpoint.RoutePattern.RawText!, "}").TrimEnd('/');
            var operation = document["paths"]![path]?[endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant()];
            operation.ShouldNotBeNull(path);
            ((string?)operation["operationId"]).ShouldBe(endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);
            ((string?)operation["summary"]).ShouldNotBeNullOrEmpty();
        }

        Operations(document).Select(static operation => (string?)operation.Json["operationId"]).ShouldBeUnique();
        Operations(document).Count().ShouldBe(endpoints.Count);
    }

    [Fact]
    public async Task It_is_well_formed()
    {
        var document = await ReadAsync();

        ((string?)document["openapi"]).ShouldStartWith("3.1.");
        ((string?)document["info"]!["title"]).ShouldNotBeNullOrEmpty();
        ((string?)document["info"]!["version"]).ShouldNotBeNullOrEmpty();
        ((string?)document["components"]!["securitySchemes"]!["managementKey"]!["scheme"]).ShouldBe("bearer");
        foreach (var (path, operation) in Operations(document))
        {
            var parameters = operation["parameters"]?.AsArray().Select(static parameter => parameter!.AsObject()).ToList() ?? [];
            parameters.Where(static parameter => (string?)parameter["in"] == "path").Select(static parameter => (string)parameter["name"]!)
                .ShouldBe(Placeholder().Matches(path).Select(static match => match.Groups["name"].Value), path);
            parameters.Where(static parameter => (string?)parameter["in"] == "path").ShouldAllBe(static parameter => (bool)parameter["required"]!);
            parameters.ShouldAllBe(static parameter => parameter["schema"] != null);
            var responses = operation["responses"]!.AsObject();
            responses.ShouldContain(static response => response.Key.StartsWith('2'), path);
            responses.ContainsKey("401").ShouldBeTrue(path);
            responses.ShouldAllBe(static response => ((string?)response.Value!["description"] ?? "").Length > 0);
            (operation["requestBody"] is null || operation["requestBody"]!["content"]!["application/json"]!["schema"] is not null).ShouldBeTrue(path);
        }

        foreach (var node in All(document))
        {
            if ((string?)(node["$ref"] as JsonValue) is { } reference)
            {
                reference.ShouldStartWith("#/components/schemas/");
                document["components"]!["schemas"]![reference.Split('/')[^1]].ShouldNotBeNull(reference);
            }

            if (node["type"] is JsonValue type && node.Count > 0 && !node.ContainsKey("scheme"))
            {
                Types.ShouldContain((string)type!);
            }

            if (node["required"] is JsonArray required && node["properties"] is JsonObject properties)
            {
                required.Select(static name => (string)name!).Except(properties.Select(static property => property.Key)).ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public async Task An_answer_and_a_refusal_are_as_described()
    {
        var document = await ReadAsync();
        var crm = await host.NewCrmAsync();
        foreach (var (path, operation) in Operations(document).Where(static one => one.Json.Parent!.AsObject().ContainsKey("get") && !one.Path.Contains('{', StringComparison.Ordinal) && one.Json.GetPropertyName() == "get"
            && one.Json["responses"]!["200"]!["content"]!.AsObject().ContainsKey("application/json")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
            var answer = JsonNode.Parse(await (await host.Http.SendAsync(request)).Content.ReadAsStringAsync())!.AsObject();
            var refusal = JsonNode.Parse(await (await host.Http.GetAsync(path)).Content.ReadAsStringAsync())!.AsObject();

            Fits(answer, Resolve(document, operation["responses"]!["200"]!), path);
            Fits(refusal, Resolve(document, operation["responses"]!["401"]!), path);
        }
    }

    [Fact]
    public async Task It_is_for_everybody_and_tells_nothing_of_anybody()
    {
        var crm = await host.NewCrmAsync();

        var text = await host.Http.GetStringAsync("/api/v1/openapi.json");

        text.ShouldNotContain(crm.Configuration.Name);
        text.ShouldNotContain(crm.Configuration.Brokers[0].Name);
    }

    private static void Fits(JsonObject answer, JsonObject schema, string path)
    {
        var known = schema["properties"]!.AsObject().Select(static property => property.Key).ToList();
        answer.Select(static member => member.Key).Except(known).ShouldBeEmpty(path);
        (schema["required"]?.AsArray().Select(static name => (string)name!) ?? []).Except(answer.Select(static member => member.Key)).ShouldBeEmpty(path);
    }

    private static JsonObject Resolve(JsonObject document, JsonNode response) =>
        document["components"]!["schemas"]![((string)response["content"]!["application/json"]!["schema"]!["$ref"]!).Split('/')[^1]]!.AsObject();

    private async Task<JsonObject> ReadAsync() => JsonNode.Parse(await host.Http.GetStringAsync("/api/v1/openapi.json"))!.AsObject();

    private static IEnumerable<(string Path, JsonObject Json)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select (path.Key, operation.Value!.AsObject());

    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(static member => All(member.Value)).Prepend(json),
        JsonArray array => array.SelectMany(All),
        _ => [],
    };

    [GeneratedRegex(@":[a-z]+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
