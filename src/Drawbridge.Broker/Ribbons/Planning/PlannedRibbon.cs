using System.Text.Json.Serialization;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>A ribbon with the campaign that it comes from.</summary>
/// <param name="Campaign">Number of the campaign.</param>
/// <param name="Ribbon">What goes over the wire.</param>
internal sealed record PlannedRibbon(long Campaign, Ribbon Ribbon)
{
    /// <summary>In which sessions it can be seen: ribbons of one group are shown together.</summary>
    [JsonIgnore]
    public string Group => Ribbon.CtidTraderAccountId ?? Ribbon.BrokerName ?? "";
}

/// <summary>A ribbon that a user could have.</summary>
/// <param name="Priority">The greater comes first.</param>
/// <param name="Planned">The ribbon.</param>
internal sealed record RibbonCandidate(int Priority, PlannedRibbon Planned);

/// <summary>How sets are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<PlannedRibbon>))]
internal sealed partial class PlannedRibbonJson : JsonSerializerContext;
