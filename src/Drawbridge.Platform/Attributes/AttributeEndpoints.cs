using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Attributes;

/// <summary>WebServices 4.14 to 4.22 (WS-90).</summary>
internal static class AttributeEndpoints
{
    private const int LongestList = 512 * 1024;

    // 100 entities with 100 attributes of 576 characters, each of up to twelve bytes where JSON escapes it.
    private const int LongestUpdate = 72 * 1024 * 1024;

    public static void MapAttributes(this IEndpointRouteBuilder calls)
    {
        foreach (var (index, kind) in AttributeKind.All.Index())
        {
            calls.MapPost(PlatformPaths.Attributes(kind, "list"), (HttpContext http, AttributeService attributes) => AnswerAsync(
                http, PlatformJson.Default.ListAttributesRequest, async request => Answer.Of(
                    await attributes.ListAsync(kind, http.GetManager(), request, http.RequestAborted), 200, PlatformJson.Default.ListAttributesResponse)))
                .WithMetadata(new BodyLimit(LongestList)).WithCall($"WS 4.{14 + index}");
            calls.MapPost(PlatformPaths.Attributes(kind, "update"), (HttpContext http, AttributeService attributes) => AnswerAsync(
                http, PlatformJson.Default.UpdateAttributesRequest, async request => Answer.Of(
                    await attributes.UpdateAsync(kind, http.GetManager(), request, http.RequestAborted), 200, PlatformJson.Default.EmptyResponse)))
                .WithMetadata(new BodyLimit(LongestUpdate)).WithCall($"WS 4.{17 + index}");
            calls.MapPost(PlatformPaths.Attributes(kind, "delete"), (HttpContext http, AttributeService attributes) => AnswerAsync(
                http, PlatformJson.Default.DeleteAttributesRequest, async request => Answer.Of(
                    await attributes.DeleteAsync(kind, http.GetManager(), request, http.RequestAborted), 200, PlatformJson.Default.EmptyResponse)))
                .WithMetadata(new BodyLimit(LongestList)).WithCall($"WS 4.{20 + index}");
        }
    }

    private static async Task<IResult> AnswerAsync<T>(
        HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<T, Task<IResult>> answer)
        where T : class
    {
        var body = await RequestBody.ReadAsync(http, type);
        return body is Outcome<T>.Done { Value: var request } ? await answer(request) : Answer.Empty(body, 200);
    }
}
