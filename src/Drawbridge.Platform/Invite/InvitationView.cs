using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Invite;

/// <summary>The latest invitation of a user to a broker, and what the broker made of it.</summary>
internal sealed record InvitationView(
    long InvitedUserId, long PartnerUserId, string BrokerName, string? BrokerPartnerId, string? BrokerResult, long CreateTimestamp);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InvitationView))]
internal sealed partial class InvitationJson : JsonSerializerContext;
