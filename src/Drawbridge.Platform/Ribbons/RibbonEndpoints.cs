using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Ribbons;

internal static class RibbonEndpoints
{
    private const int LongestBody = 1024 * 1024;

    /// <summary>Call 3.9.</summary>
    public static void MapRibbons(this IEndpointRouteBuilder calls) =>
        calls.MapPut(PlatformPaths.InAppControls, ReplaceAsync).WithMetadata(new BodyLimit(LongestBody)).WithCall("3.9"); // B2P-3.9-1

    private static async Task<IResult> ReplaceAsync(HttpContext http, RibbonService ribbons)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.InAppControlsRequest);
        return body is Outcome<InAppControlsRequest>.Done { Value: var request }
            ? Answer.Empty(await ribbons.ReplaceAsync(http.GetManager(), request, http.RequestAborted), 201) // B2P-3.9-13
            : Answer.Empty(body, 201);
    }
}
