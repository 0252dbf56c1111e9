using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Snapshots;

/// <summary>Snapshots of the state, and the state of the first start.</summary>
internal static partial class SnapshotEndpoints
{
    private static readonly PlatformFault NoSnapshot = new(PlatformErrorCode.NotFound, "There is no snapshot of that name.");

    public static void MapSnapshots(this IEndpointRouteBuilder instrument)
    {
        instrument.MapGet("/snapshots", ListAsync);
        instrument.MapPost("/snapshots", CreateAsync);
        instrument.MapPost("/snapshots/{name}/restore", RestoreAsync);
        instrument.MapDelete("/snapshots/{name}", static async (string name, SnapshotStore snapshots, CancellationToken cancellationToken) =>
            await snapshots.DeleteAsync(name, cancellationToken) ? Results.NoContent() : Answer.Refuse(NoSnapshot));
        instrument.MapPost("/reset", ResetAsync);
    }

    private static async Task<IResult> ListAsync(SnapshotStore snapshots, CancellationToken cancellationToken) => Answer.Of<SnapshotList>(
        new SnapshotList([.. (await snapshots.ListAsync(cancellationToken)).Select(SnapshotView.Of)]), 200, SnapshotJson.Default.SnapshotList);

    private static async Task<IResult> CreateAsync(HttpContext http, SnapshotStore snapshots)
    {
        var read = await InstrumentFields.ReadAsync(http, static fields => NameIn(fields));
        return read is Outcome<string>.Done { Value: var name }
            ? Answer.Of(View(await snapshots.CreateAsync(name, http.RequestAborted)), 201, SnapshotJson.Default.SnapshotView)
            : Answer.Empty(read, 201);
    }

    private static async Task<IResult> RestoreAsync(HttpContext http, string name, SnapshotStore snapshots, SessionEvents events)
    {
        var restored = await snapshots.RestoreAsync(name, http.RequestAborted);
        if (restored is not Outcome<StateChange<SnapshotRow>>.Done { Value: var change })
        {
            return Answer.Empty(restored, 200);
        }

        events.GoneWithTheState(change.EndedSessions);
        return Answer.Of<SnapshotView>(SnapshotView.Of(change.Value), 200, SnapshotJson.Default.SnapshotView);
    }

    private static async Task<IResult> ResetAsync(StateReset reset, SessionEvents events, CancellationToken cancellationToken)
    {
        var change = await reset.RunAsync(cancellationToken);
        events.GoneWithTheState(change.EndedSessions);
        return Answer.Of<ResetView>(change.Value, 200, SnapshotJson.Default.ResetView);
    }

    private static string NameIn(InstrumentFields fields)
    {
        var name = fields.Text("name") ?? "";
        if (!NameForm().IsMatch(name))
        {
            fields.Wrong("name must be 1 to 64 letters, digits, '-', '_' or '.', the first a letter or digit");
        }

        return name;
    }

    private static Outcome<SnapshotView> View(Outcome<SnapshotRow> row) => row switch
    {
        Outcome<SnapshotRow>.Done { Value: var snapshot } => SnapshotView.Of(snapshot),
        Outcome<SnapshotRow>.Refused { Fault: var fault } => fault,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();
}

/// <summary>A snapshot as the instrument shows it.</summary>
internal sealed record SnapshotView(string Name, DateTimeOffset CreatedAt, long Traders, long Users, long SizeBytes)
{
    public static SnapshotView Of(SnapshotRow row) => new(row.Name, row.CreatedAt, row.Traders, row.Users, row.SizeBytes);
}

internal sealed record SnapshotList(IReadOnlyList<SnapshotView> Snapshots);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SnapshotView))]
[JsonSerializable(typeof(SnapshotList))]
[JsonSerializable(typeof(ResetView))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
