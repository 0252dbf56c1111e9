using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Triggers;

internal static class TriggerEndpoints
{
    private static readonly PlatformFault NoTrigger = new(
        PlatformErrorCode.NotFound, $"There is no such call; there are {string.Join(", ", Trigger.All.Select(static trigger => trigger.Call))}.");

    public static void MapTriggers(this IEndpointRouteBuilder instrument)
    {
        instrument.MapGet("/triggers", static () => Answer.Of<TriggerList>(new TriggerList(Trigger.All), 200, TriggerJson.Default.TriggerList));
        instrument.MapPost("/triggers/{call}", SendAsync);
    }

    private static async Task<IResult> SendAsync(HttpContext http, string call, TriggerService triggers)
    {
        if (Trigger.All.FirstOrDefault(trigger => trigger.Call == call) is not { } trigger)
        {
            return Answer.Refuse(NoTrigger);
        }

        return await InstrumentFields.ReadAsync(http, fields => TriggerWish.Read(trigger, fields)) switch
        {
            Outcome<TriggerWish>.Done { Value: var wish } => Answer.Of(await triggers.SendAsync(trigger, wish, http.RequestAborted), 200, TriggerJson.Default.Triggered),
            Outcome<TriggerWish>.Refused { Fault: var fault } => Answer.Refuse(fault),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
