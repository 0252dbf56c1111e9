using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Values;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>Reports on positions, whatever format the platform sends them in (WS-79).</summary>
public sealed class PositionCalls
{
    // WS-78
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(2);

    private readonly PlatformCaller _caller;

    internal PositionCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>WebServices 4.12: what is open now, of one account or of all within reach (WS-43, WS-74).</summary>
    public Task<PlatformResult<IReadOnlyList<OpenPosition>>> ListOpenAsync(long? login, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.OpenPositions, PlatformCall.QueryOf(("login", Number(login)))),
            response => Read(response, PlatformAnswerReader.Json.OpenPositions),
            cancellationToken);

    /// <summary>
    /// WebServices 4.13: what was closed, one row for each closing deal, by the time the position was opened (WS-44, WS-75..78). A range of
    /// more than two days is asked for in parts, which makes several calls; the first that fails is the result.
    /// </summary>
    /// <param name="from">Opened at this time or later (WS-16).</param>
    /// <param name="to">Opened before.</param>
    /// <param name="login">Of one account; null for all within reach.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public async Task<PlatformResult<IReadOnlyList<ClosedPosition>>> ListClosedAsync(
        DateTimeOffset from, DateTimeOffset to, long? login, CancellationToken cancellationToken)
    {
        var rows = new List<ClosedPosition>();
        var begin = from;
        do
        {
            var end = to - begin > LongestRange ? begin + LongestRange : to;
            var query = PlatformCall.QueryOf(("from", PlatformTime.Format(begin)), ("to", PlatformTime.Format(end)), ("login", Number(login)));
            var result = await _caller.CallAsync(
                new PlatformCall(PlatformCalls.ClosedPositions, query),
                response => Read(response, PlatformAnswerReader.Json.ClosedPositions),
                cancellationToken);
            if (result is not PlatformResult<IReadOnlyList<ClosedPosition>>.Answered part)
            {
                return result;
            }

            rows.AddRange(part.Value);
            begin = end;
        }
        while (begin < to);

        return new PlatformResult<IReadOnlyList<ClosedPosition>>.Answered(rows);
    }

    /// <summary>By what the platform says it sent, not by what was asked for (WS-8).</summary>
    private PlatformResult<IReadOnlyList<T>>.Answered? Read<T>(PlatformAnswer.Response response, JsonTypeInfo<IReadOnlyList<T>> type)
        where T : Position
    {
        try
        {
            var isJson = response.MediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
            var json = isJson ? _caller.Names.FromWire(response.Body) : CsvTable.ToJson(response.Body, _caller.Names, "login", "positionId");
            return json is not null && JsonSerializer.Deserialize(json, type) is { } rows && rows.All(static row => row is { PositionId: > 0 })
                ? new(rows)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
