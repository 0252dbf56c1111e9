using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Faults;

/// <summary>Faults: which there are, one more, none any more.</summary>
internal static class FaultEndpoints
{
    private static readonly PlatformFault NoFault = new(PlatformErrorCode.NotFound, "There is no such fault (any more).");

    private static readonly PlatformFault TooMany = new(
        PlatformErrorCode.InvalidRequest, $"There are {FaultRegistry.Capacity} faults already: remove those that are over.", Status: StatusCodes.Status409Conflict);

    public static void MapFaults(this IEndpointRouteBuilder instrument)
    {
        instrument.MapGet("/faults", static (FaultRegistry faults) => Answer.Of<FaultList>(new FaultList(faults.List()), 200, FaultJson.Default.FaultList));
        instrument.MapPost("/faults", AddAsync);
        instrument.MapDelete("/faults/{id:long}", static (long id, FaultRegistry faults) => faults.Remove(id) ? Results.NoContent() : Answer.Refuse(NoFault));
        instrument.MapDelete("/faults", static (FaultRegistry faults) =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }

    private static async Task<IResult> AddAsync(HttpContext http, FaultReader reader, FaultRegistry faults) =>
        await InstrumentFields.ReadAsync(http, reader.Read) switch
        {
            Outcome<FaultRule>.Done { Value: var rule } => Answer.Of(faults.Add(rule) is { } view ? view : (Outcome<FaultView>)TooMany, 201, FaultJson.Default.FaultView),
            Outcome<FaultRule>.Refused { Fault: var fault } => Answer.Refuse(fault),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
