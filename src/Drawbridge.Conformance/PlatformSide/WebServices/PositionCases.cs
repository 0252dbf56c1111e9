using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.WebServices;

/// <summary>Calls WebServices 4.12 and 4.13.</summary>
internal static class PositionCases
{
    private const string OpenHeader = "login,positionId,openTimestamp,entryPrice,direction,volume,symbol,commission,swap,bookType,stake,spreadBetting,usedMargin";
    private const string ClosedHeader =
        "login,positionId,dealId,openTimestamp,closeTimestamp,entryPrice,closePrice,direction,volume,symbol,commission,swap,pnl,depositConversionRate,usdConversionRate,bookType,stake,spreadBetting";

    private const string From = "2020-01-01T00:00:00.000";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Header("ws-4.12/columns", Must("WS-74").Inferred, "Open positions have the documented columns", OpenHeader, static (calls, accept) => OpenAsync(calls, accept)).And(Must("WS-43"), Must("WS-76")),
        Header("ws-4.13/columns", Must("WS-75").Inferred, "Closed positions have the documented columns", ClosedHeader, static (calls, accept) => ClosedAsync(calls, accept, "2020-01-02T00:00:00.000")).And(Must("WS-44")),
        .. new (string Id, string? Accept)[] { ("without-accept", null), ("any", "*/*"), ("csv", "text/csv"), ("xml", "application/xml") }.Select(static one => Case(
            $"ws-4.12/csv-{one.Id}",
            Must("WS-79").Inferred,
            $"Open positions are CSV {(one.Accept is null ? "without an Accept header" : $"for Accept: {one.Accept}")}",
            "Send text/csv unless JSON is asked for.",
            async calls => MustBe(await OpenAsync(calls, one.Accept), "text/csv"))),
        Case(
            "ws-4.12/json",
            Must("WS-79").Inferred,
            "Open positions are a JSON array for a JSON Accept",
            "Send a JSON array of objects with the same keys.",
            static async calls =>
            {
                var answer = (await OpenAsync(calls, "application/json")).MustHaveStatus(200).MustBeJson();
                answer.Must(answer.Json is { ValueKind: System.Text.Json.JsonValueKind.Array }, "a JSON array", "something else");
            }),
        Case(
            "ws-4.13/two-days",
            Must("WS-78"),
            "Closed positions of two days can be asked for",
            "Take ranges of up to two days.",
            static async calls => (await ClosedAsync(calls, "text/csv", "2020-01-03T00:00:00.000")).MustSucceed()),
        Refusal("ws-4.13/more-than-two-days", Must("WS-78").Inferred, "Closed positions of more than two days", PlatformErrorCode.InvalidRequest, static calls => ClosedAsync(calls, "application/json", "2020-01-03T00:00:00.001")),
        Refusal("ws-4.13/missing-from", Must("WS-44"), "Closed positions without from", PlatformErrorCode.InvalidRequest, static calls => calls.SendAsync("reads closed positions (4.13)", calls.Request(HttpMethod.Get, PlatformPaths.ClosedPositions, body: null, ("to", From)))),
        Refusal("ws-4.13/missing-to", Must("WS-44"), "Closed positions without to", PlatformErrorCode.InvalidRequest, static calls => calls.SendAsync("reads closed positions (4.13)", calls.Request(HttpMethod.Get, PlatformPaths.ClosedPositions, body: null, ("from", From)))),
        Refusal("ws-4.12/unknown-trader", Must("ERR-26"), "Open positions of an unknown account", PlatformErrorCode.TraderNotFound, static calls => calls.SendAsync("reads open positions (4.12)", calls.Request(HttpMethod.Get, PlatformPaths.OpenPositions, body: null, ("login", "1")))),
        Refusal("ws-4.12/no-number", Must("ERR-22"), "Open positions of an account named by a word", PlatformErrorCode.InvalidRequest, static calls => calls.SendAsync("reads open positions (4.12)", calls.Request(HttpMethod.Get, PlatformPaths.OpenPositions, body: null, ("login", "abc")))),
    ];

    private static ConformanceCase Header(string id, Requirement requirement, string title, string header, Func<PlatformCalls, string?, Task<Answer>> read) => Case(
        id,
        requirement,
        title,
        $"Begin the CSV with {header}.",
        async calls =>
        {
            var answer = (await read(calls, "text/csv")).MustHaveStatus(200);
            var first = answer.Body.Split('\n')[0].TrimEnd('\r');
            answer.Must(first == header, header, first.Length == 0 ? "nothing" : first);
        });

    private static Task<Answer> OpenAsync(PlatformCalls calls, string? accept) => calls.SendAsync("reads open positions (4.12)", calls.Request(HttpMethod.Get, PlatformPaths.OpenPositions).WithHeader("Accept", accept));

    private static Task<Answer> ClosedAsync(PlatformCalls calls, string? accept, string to) =>
        calls.SendAsync("reads closed positions (4.13)", calls.Request(HttpMethod.Get, PlatformPaths.ClosedPositions, body: null, ("from", From), ("to", to)).WithHeader("Accept", accept));

    private static void MustBe(Answer answer, string type)
    {
        var sent = answer.MustHaveStatus(200).Header("Content-Type") ?? "";
        answer.Must(sent.StartsWith(type, StringComparison.OrdinalIgnoreCase), $"Content-Type {type}", sent.Length == 0 ? "none" : sent);
    }
}
