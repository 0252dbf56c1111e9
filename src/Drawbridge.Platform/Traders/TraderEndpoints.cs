using System.Text.Json.Nodes;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Traders;

/// <summary>Call 3.3, and reading accounts, below <c>/v2</c> (B2P-0-4).</summary>
internal static class TraderEndpoints
{
    public static void MapTraders(this IEndpointRouteBuilder calls)
    {
        calls.MapPost(PlatformPaths.Traders, CreateAsync).WithCall("3.3"); // B2P-3.3-1, WS-31
        calls.MapGet(PlatformPaths.Traders, ListAsync).WithCall("WS 4.3"); // WS-33; a final slash is matched too
        calls.MapGet(PlatformPaths.Traders + "/{login}", GetAsync).WithCall("WS 4.2"); // WS-32
    }

    private static async Task<IResult> CreateAsync(HttpContext http, TraderService traders)
    {
        var body = await RequestBody.ReadAsync(http, PlatformJson.Default.CreateTraderRequest);
        return body is Outcome<CreateTraderRequest>.Done { Value: var request }
            ? Answer.Of(
                await traders.CreateAsync(http.GetManager(), request, http.RequestAborted), 201, PlatformJson.Default.TraderEntity, "trader") // B2P-3.3-21
            : Answer.Empty(body, 201);
    }

    private static Task<IResult> GetAsync(HttpContext http, string login, TraderService traders) =>
        TraderPath.WithLoginAsync(login, async number => Answer.Of(
            await traders.GetAsync(http.GetManager(), number, http.RequestAborted), 200, PlatformJson.Default.TraderEntity, "trader"));

    private static async Task<IResult> ListAsync(HttpContext http, TraderService traders)
    {
        var values = new QueryValues(http.Request.Query);
        var query = new TraderListQuery(
            values.RequiredTime("from"), values.RequiredTime("to"), // WS-50
            values.Time("lastDealFrom"), values.Time("lastDealTo"), // WS-51
            values.Boolean("hasOpenPositions"), // WS-53
            GroupName: null);
        var groupId = values.Number("groupId"); // WS-54
        if (values.Fault is { } fault)
        {
            return Answer.Refuse(fault);
        }

        var listed = await traders.ListAsync(http.GetManager(), query, groupId, http.RequestAborted);
        var fields = TraderFields.Read(http.Request.Query["fields"]); // WS-52
        return listed is Outcome<TraderListResponse>.Done { Value: var list } && fields is not null
            ? Answer.Of<JsonObject>(TraderFields.Restrict(list, fields), 200, TraderListJson.Default.JsonObject)
            : Answer.Of(listed, 200, PlatformJson.Default.TraderListResponse);
    }
}
