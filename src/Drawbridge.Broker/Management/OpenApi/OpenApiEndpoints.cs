using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Management.OpenApi;

/// <summary><c>GET /api/v1/openapi.json</c>, for everybody: it tells how to ask, and nothing of anybody's.</summary>
internal static class OpenApiEndpoints
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapOpenApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet(OpenApiDocument.Prefix + "openapi.json", (EndpointDataSource endpoints) => TypedResults.Bytes(Write(endpoints), "application/json; charset=utf-8"))
            .WithName("GetOpenApi");

    private static byte[] Write(EndpointDataSource endpoints)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, Readable))
        {
            OpenApiDocument.Of(endpoints.Endpoints.OfType<RouteEndpoint>(), Version).WriteTo(writer);
        }

        return memory.ToArray();
    }

    private static string Version { get; } = typeof(OpenApiEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
