using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Handoff;

/// <summary>The redeem call, JSON only (B2P-redeem-8).</summary>
internal static class HandoffEndpoints
{
    /// <summary>Below <c>/cid</c> and at the bare host (B2P-redeem-1, DEC-6).</summary>
    public static void MapHandoff(this IEndpointRouteBuilder calls)
    {
        calls.MapPost(PlatformPaths.Redeem, RedeemAsync).WithCall("redeem");
        calls.MapPost(PlatformPaths.BareRedeem, RedeemAsync).WithCall("redeem");
    }

    private static async Task<IResult> RedeemAsync(HttpContext http, HandoffService handoff)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.RedeemRequest);
        return body is Outcome<RedeemRequest>.Done { Value: var request }
            ? Answer.Of(await handoff.RedeemAsync(http.GetManager(), request, http.RequestAborted), 200, PlatformJson.Default.RedeemResponse) // B2P-redeem-4
            : Answer.Empty(body, 200);
    }
}
