using System.Globalization;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Positions;

/// <summary>WebServices 4.12 and 4.13, and trading in a session of an application.</summary>
internal static class PositionEndpoints
{
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(2);

    /// <summary>Reports, which have formats of their own.</summary>
    public static void MapPositionReports(this IEndpointRouteBuilder calls)
    {
        calls.MapGet(PlatformPaths.OpenPositions, ReportOpenAsync).WithCall("WS 4.12"); // WS-43
        calls.MapGet(PlatformPaths.ClosedPositions, ReportClosedAsync).WithCall("WS 4.13"); // WS-44
    }

    /// <summary>This project's own interface, as for sessions.</summary>
    public static void MapTrading(this IEndpointRouteBuilder app)
    {
        app.MapGet("/app/api/sessions/{sessionId}/positions", GetAsync);
        app.MapPost("/app/api/sessions/{sessionId}/positions", OpenAsync);
        app.MapDelete("/app/api/sessions/{sessionId}/positions/{positionId}", CloseAsync);
    }

    private static async Task<IResult> ReportOpenAsync(HttpContext http, PositionStore positions, TraderStore traders, PositionReport report)
    {
        var query = new QueryValues(http.Request.Query);
        var login = query.Number("login");
        return (query.Fault ?? await DenialAsync(http, traders, login)) is { } fault
            ? Answer.Refuse(fault)
            : ReportAnswer.Of(http.Request, report.Open, await positions.ReportOpenAsync(http.GetManager(), login, http.RequestAborted));
    }

    private static async Task<IResult> ReportClosedAsync(
        HttpContext http, PositionStore positions, TraderStore traders, PositionReport report, IOptions<PlatformOptions> options)
    {
        var query = new QueryValues(http.Request.Query);
        var (from, to, login) = (query.RequiredTime("from"), query.RequiredTime("to"), query.Number("login"));
        var range = to <= from || to - from > LongestRange ? PlatformFault.Invalid("to must be after from, by at most two days.") : null; // WS-78
        if ((query.Fault ?? range ?? await DenialAsync(http, traders, login)) is { } fault)
        {
            return Answer.Refuse(fault);
        }

        var deals = await positions.ReportClosedAsync(
            http.GetManager(), from, to, options.Value.ClosedPositionsByCloseTime, login, http.RequestAborted);
        return ReportAnswer.Of(http.Request, report.Closed(options.Value.ClosedPositionsInOlderOrder), deals);
    }

    private static async Task<PlatformFault?> DenialAsync(HttpContext http, TraderStore traders, long? login) =>
        login is { } number ? TraderReach.Denial(http.GetManager(), await traders.FindAsync(number, http.RequestAborted)) : null;

    private static async Task<IResult> GetAsync(HttpContext http, string sessionId, TradingService trading)
    {
        var query = new QueryValues(http.Request.Query);
        var login = query.Number("login");
        return query.Fault is { } fault
            ? Answer.Refuse(fault)
            : Answer.Of(await trading.GetAsync(sessionId, login, http.RequestAborted), 200, PositionJson.Default.TradingView);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, string sessionId, PositionService positions)
    {
        var body = await RequestBody.ReadAsync(http, PositionJson.Default.OpenPositionRequest);
        return body is Outcome<OpenPositionRequest>.Done { Value: var request }
            ? Answer.Of(await positions.OpenAsync(sessionId, request, http.RequestAborted), 201, PositionJson.Default.PositionView)
            : Answer.Empty(body, 201);
    }

    private static async Task<IResult> CloseAsync(HttpContext http, string sessionId, string positionId, PositionService positions)
    {
        var query = new QueryValues(http.Request.Query);
        var login = query.Number("login");
        var text = query.Text("volume");
        var volume = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) ? part : (decimal?)null;
        if (query.Fault is { } fault)
        {
            return Answer.Refuse(fault);
        }

        return long.TryParse(positionId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && (text is null || volume is not null)
            ? Answer.Of(await positions.CloseAsync(sessionId, id, login, volume, http.RequestAborted), 200, PositionJson.Default.DealView)
            : Answer.Refuse(PlatformFault.Invalid("positionId and volume must be numbers."));
    }
}
