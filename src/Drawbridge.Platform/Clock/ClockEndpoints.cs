using System.Text.Json.Serialization;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Wire;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Clock;

/// <summary>Looks at the clock and moves it.</summary>
internal static class ClockEndpoints
{
    public static void MapClock(this IEndpointRouteBuilder instrument)
    {
        instrument.MapGet("/clock", static (VirtualClock clock) => View(clock));
        instrument.MapPut("/clock", MoveAsync);
        instrument.MapDelete("/clock", static async (VirtualClock clock, PlatformDatabase database, CancellationToken cancellationToken) =>
        {
            (clock.Offset, clock.CrmSkew) = (TimeSpan.Zero, TimeSpan.Zero);
            await WakeJobsAsync(database, cancellationToken);
            return Results.NoContent();
        });
    }

    private static async Task<IResult> MoveAsync(HttpContext http, VirtualClock clock, PlatformDatabase database)
    {
        var read = await InstrumentFields.ReadAsync(http, fields => ClockMove.Read(fields, clock));
        if (read is not Outcome<ClockMove>.Done { Value: var move })
        {
            return Answer.Empty(read, 200);
        }

        move.Apply(clock);
        await WakeJobsAsync(database, http.RequestAborted);
        return View(clock);
    }

    /// <summary>What is due by the moved clock is done at once instead of at the next look.</summary>
    private static Task WakeJobsAsync(PlatformDatabase database, CancellationToken cancellationToken) =>
        database.WriteAsync(static session => session.NotifyAsync(JobQueue.Channel, Database.MissedPayload), cancellationToken);

    private static IResult View(VirtualClock clock) => Answer.Of<ClockView>(
        new ClockView(clock.GetUtcNow(), clock.Offset.TotalSeconds, clock.CrmSkew.TotalSeconds, clock.CrmFollows), 200, ClockJson.Default.ClockView);
}

/// <param name="Now">What the platform's clock says.</param>
/// <param name="OffsetSeconds">What it is ahead of the real time.</param>
/// <param name="CrmSkewSeconds">What the broker's clock is ahead of the platform's.</param>
/// <param name="CrmFollows">Whether the broker runs in this process, so that its clock can be moved, too.</param>
internal sealed record ClockView(DateTimeOffset Now, double OffsetSeconds, double CrmSkewSeconds, bool CrmFollows);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClockView))]
internal sealed partial class ClockJson : JsonSerializerContext;
