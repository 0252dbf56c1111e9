using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Traders;

/// <summary>WebServices 4.4 to 4.6, 4.8 and 4.9. What changes an account returns no body (WS-17).</summary>
internal static class TraderUpdateEndpoints
{
    private const string One = PlatformPaths.Traders + "/{login}";

    public static void MapTraderUpdates(this IEndpointRouteBuilder calls)
    {
        calls.MapGet(TraderPath.Of("subaccounts"), SubAccountsAsync).WithCall("WS 4.4"); // WS-34
        calls.MapPut(One, ReplaceAsync).WithCall("WS 4.5.1"); // WS-35
        calls.MapPatch(One, UpdateAsync).WithCall("WS 4.5.2"); // WS-36
        calls.MapDelete(One, DeleteAsync).WithCall("WS 4.6"); // WS-37
        calls.MapPost(TraderPath.Of("changepassword"), ChangePasswordAsync).WithCall("WS 4.8"); // WS-39
        calls.MapPost(TraderPath.Of("checkpassword"), CheckPasswordAsync).WithCall("WS 4.9"); // WS-40
    }

    private static Task<IResult> SubAccountsAsync(HttpContext http, string login, TraderService traders) =>
        TraderPath.WithLoginAsync(login, async number => Answer.Of(
            await traders.GetSubAccountsAsync(http.GetManager(), number, http.RequestAborted), 200, PlatformJson.Default.SubAccountsResponse));

    private static Task<IResult> ReplaceAsync(HttpContext http, string login, TraderUpdateService updates) =>
        TraderPath.WithBodyAsync(http, login, PlatformJson.Default.CreateTraderRequest, async (number, request) => Answer.Empty(
            await updates.ReplaceAsync(http.GetManager(), number, request, http.RequestAborted), 204));

    private static Task<IResult> UpdateAsync(HttpContext http, string login, TraderUpdateService updates) =>
        TraderPath.WithBodyAsync(http, login, PlatformJson.Default.UpdateTraderRequest, async (number, request) => Answer.Empty(
            await updates.UpdateAsync(http.GetManager(), number, request, http.RequestAborted), 204));

    private static Task<IResult> DeleteAsync(HttpContext http, string login, TraderUpdateService updates) =>
        TraderPath.WithLoginAsync(login, async number => Answer.Empty(
            await updates.DeleteAsync(http.GetManager(), number, http.RequestAborted), 204));

    private static Task<IResult> ChangePasswordAsync(HttpContext http, string login, TraderUpdateService updates) =>
        TraderPath.WithBodyAsync(http, login, PlatformJson.Default.TraderPasswordRequest, async (number, request) => Answer.Empty(
            await updates.ChangePasswordAsync(http.GetManager(), number, request, http.RequestAborted), 204));

    private static Task<IResult> CheckPasswordAsync(HttpContext http, string login, TraderUpdateService updates) =>
        TraderPath.WithBodyAsync(http, login, PlatformJson.Default.TraderPasswordRequest, async (number, request) => Answer.Empty(
            await updates.CheckPasswordAsync(http.GetManager(), number, request, http.RequestAborted), 204));
}
