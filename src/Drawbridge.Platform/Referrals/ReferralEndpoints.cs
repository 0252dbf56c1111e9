using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Referrals;

/// <summary>Calls 3.6 to 3.8.</summary>
internal static class ReferralEndpoints
{
    public static void MapReferrals(this IEndpointRouteBuilder calls)
    {
        calls.MapPut(PlatformPaths.Referral, SetAsync).WithCall("3.6"); // B2P-3.6-1
        calls.MapGet(PlatformPaths.Referral, FindAsync).WithCall("3.7"); // B2P-3.7-1
        calls.MapDelete(PlatformPaths.Referral, DeleteAsync).WithCall("3.8"); // B2P-3.8-1
    }

    private static async Task<IResult> SetAsync(HttpContext http, ReferralService referrals)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.SetReferralRequest);
        return body is Outcome<SetReferralRequest>.Done { Value: var request }
            ? Answer.Of(await referrals.SetAsync(http.GetManager(), request, http.RequestAborted), 200, PlatformJson.Default.ReferralResponse) // B2P-3.6-8
            : Answer.Empty(body, 200);
    }

    private static async Task<IResult> FindAsync(HttpContext http, ReferralService referrals)
    {
        // B2P-3.7-2, B2P-3.7-3
        var query = new QueryValues(http.Request.Query);
        var (crm, userId, accountId) = (query.RequiredText("brokerCrmName"), query.Number("userId"), query.Number("ctidTraderAccountId"));
        if ((query.Fault ?? (userId is null && accountId is null ? PlatformFault.Missing("userId or ctidTraderAccountId") : null)) is { } fault)
        {
            return Answer.Refuse(fault);
        }

        var found = await referrals.FindAsync(http.GetManager(), crm, userId, accountId, http.RequestAborted);
        return found is Outcome<ReferralResponse>.Done { Value.PartnerId: null }
            ? Answer.Empty(found, 200) // B2P-3.7-5
            : Answer.Of(found, 200, PlatformJson.Default.ReferralResponse); // B2P-3.7-4
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, ReferralService referrals)
    {
        // B2P-3.8-2
        var query = new QueryValues(http.Request.Query);
        var (crm, userId, accountId) = (query.RequiredText("brokerCrmName"), query.RequiredNumber("userId"), query.Number("ctidTraderAccountId"));
        return query.Fault is { } fault
            ? Answer.Refuse(fault)
            : Answer.Empty(await referrals.DeleteAsync(http.GetManager(), crm, userId, accountId, http.RequestAborted), 200); // B2P-3.8-4
    }
}
