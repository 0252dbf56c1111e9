using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Links;

internal static class LinkEndpoints
{
    /// <summary>Call 3.4 and WebServices 5.3.</summary>
    public static void MapLinks(this IEndpointRouteBuilder calls)
    {
        calls.MapPost(PlatformPaths.Link, LinkAsync).WithCall("3.4"); // B2P-3.4-1
        calls.MapPost(PlatformPaths.ChangeCtidTraderAccount, MoveAsync).WithCall("WS 5.3"); // WS-86
    }

    private static async Task<IResult> MoveAsync(HttpContext http, AccountMove accounts)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.ChangeCtidTraderAccountRequest);
        return body is Outcome<ChangeCtidTraderAccountRequest>.Done { Value: var request }
            ? Answer.Empty(await accounts.MoveAsync(http.GetManager(), request, http.RequestAborted), 204)
            : Answer.Empty(body, 204);
    }

    private static async Task<IResult> LinkAsync(HttpContext http, LinkService links)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.LinkRequest);
        if (body is not Outcome<LinkRequest>.Done { Value: var request })
        {
            return Answer.Empty(body, 200);
        }

        var linked = await links.LinkAsync(http.GetManager(), request, http.RequestAborted);
        return request.ReturnAccountDetails == true
            ? Answer.Of(linked, 200, PlatformJson.Default.LinkResponse) // B2P-3.4-7..9
            : Answer.Empty(linked, 200);
    }
}
