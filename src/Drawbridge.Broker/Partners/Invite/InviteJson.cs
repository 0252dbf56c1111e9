using System.Text.Json.Serialization;
using Drawbridge.Protocol.Invite;

namespace Drawbridge.Broker.Partners.Invite;

/// <summary>How answers to the platform are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AttributionResponse))]
internal sealed partial class InviteJson : JsonSerializerContext;
