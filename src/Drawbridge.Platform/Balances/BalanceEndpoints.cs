using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Balances;

/// <summary>Call 3.5 and WebServices 4.10.</summary>
internal static class BalanceEndpoints
{
    public static void MapBalances(this IEndpointRouteBuilder calls)
    {
        calls.MapPost(TraderPath.Of("changebalance"), ChangeBalanceAsync).WithCall("3.5"); // B2P-3.5-1, WS-38
        calls.MapPost(TraderPath.Of("changebonus"), ChangeBonusAsync).WithCall("WS 4.10"); // WS-41
    }

    private static Task<IResult> ChangeBalanceAsync(HttpContext http, string login, BalanceService balances) =>
        TraderPath.WithBodyAsync(http, login, PlatformJson.Default.ChangeBalanceRequest, async (number, request) => Answer.Of(
            await balances.ChangeAsync(http.GetManager(), number, request, http.RequestAborted), 200, PlatformJson.Default.ChangeBalanceResponse)); // B2P-3.5-8

    private static Task<IResult> ChangeBonusAsync(HttpContext http, string login, BalanceService balances) =>
        TraderPath.WithBodyAsync(http, login, PlatformJson.Default.ChangeBonusRequest, async (number, request) => Answer.Of(
            await balances.ChangeBonusAsync(http.GetManager(), number, request, http.RequestAborted), 200, PlatformJson.Default.ChangeBonusResponse));
}
