using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Faults;

/// <summary>A fault as the instrument shows it.</summary>
internal sealed record FaultView(
    long Id,
    string Route,
    string Kind,
    string? Direction,
    double Probability,
    long Seed,
    DateTimeOffset? Until,
    long? Times,
    long? LatencyMs,
    int? Status,
    string? ErrorCode,
    string? BrokerName,
    long Hits,
    long Seen)
{
    public static FaultView Of(Fault fault) => new(
        fault.Id,
        fault.Rule.Route,
        fault.Rule.Kind,
        fault.Rule.Direction,
        fault.Rule.Probability,
        fault.Rule.Seed,
        fault.Rule.Until,
        fault.Rule.Times,
        fault.Rule.LatencyMs,
        fault.Rule.Status,
        fault.Rule.ErrorCode,
        fault.Rule.BrokerName,
        fault.Hits,
        fault.Seen);

    /// <summary>What the journal says of the faults that befell a call.</summary>
    public static string? KindsOf(IReadOnlyList<Fault> hits) => hits.Count == 0 ? null : string.Join('+', hits.Select(static hit => hit.Rule.Kind));
}

internal sealed record FaultList(IReadOnlyList<FaultView> Faults);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FaultView))]
[JsonSerializable(typeof(FaultList))]
internal sealed partial class FaultJson : JsonSerializerContext;
