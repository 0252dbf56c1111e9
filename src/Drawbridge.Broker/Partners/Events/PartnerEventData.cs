using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Partners.Events;

/// <summary>What the CRM is told of a partner.</summary>
/// <param name="Id">Names the partner in the management API.</param>
/// <param name="PartnerId">The identifier in links and at the platform.</param>
/// <param name="Name">What people call the partner.</param>
/// <param name="Status">As it is now.</param>
/// <param name="TraderId">The user who is the partner; absent while only the platform knows the person.</param>
/// <param name="CtraderUserId">The platform's number of a person who is no user here.</param>
/// <param name="IsAccount">One account of the user is the partner.</param>
internal record PartnerEventData(long Id, string PartnerId, string Name, string Status, long? TraderId, long? CtraderUserId, bool IsAccount)
{
    /// <summary>Who decided, where somebody did.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of the partner above; of a move, and of a registration under somebody.</summary>
    public long? ParentId { get; init; }

    /// <summary>Since when a move holds; may lie ahead.</summary>
    public DateTimeOffset? From { get; init; }
}

/// <summary>What the CRM is told of a trader.</summary>
/// <param name="TraderId">Names the trader in the management API.</param>
/// <param name="Email">The trader's address.</param>
/// <param name="CtraderUserId">The trader's number on the platform, once there is one.</param>
/// <param name="Partner">Whose the trader is; absent = nobody's.</param>
/// <param name="Before">Whose the trader was.</param>
/// <param name="Source">Where the claim came from that counts, such as <c>identifier</c>.</param>
/// <param name="Since">Since when.</param>
/// <param name="ProtectedUntil">Until when the platform may not name another partner.</param>
internal sealed record TraderEventData(
    long TraderId, string Email, long? CtraderUserId, EventPartner? Partner, EventPartner? Before, string? Source, DateTimeOffset? Since, DateTimeOffset? ProtectedUntil);

/// <summary>A partner, in short.</summary>
internal sealed record EventPartner(long Id, string PartnerId, string Name);

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartnerEventData))]
[JsonSerializable(typeof(TraderEventData))]
internal sealed partial class PartnerEventJson : JsonSerializerContext;
