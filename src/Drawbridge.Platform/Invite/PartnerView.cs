using System.Text.Json.Serialization;

namespace Drawbridge.Platform.Invite;

/// <summary>What a user sees of Invite in an application (FLOW-ATTR1-5, FLOW-ATTR1-6).</summary>
internal sealed record PartnerView
{
    /// <summary>What links name the user by (INV-40).</summary>
    public required string Nickname { get; init; }

    /// <summary>The user's link to the broker's application.</summary>
    public required string Link { get; init; }

    /// <summary>What the broker calls the user, null until it says so (call 3.6).</summary>
    public string? PartnerId { get; init; }

    /// <summary>Whether the broker is told of invitations; it can pull them in any case.</summary>
    public required bool BrokerIsTold { get; init; }

    /// <summary>By whom the user came, null without a partner.</summary>
    public InvitedView? InvitedBy { get; init; }

    /// <summary>Whom the user invited, the latest first.</summary>
    public required IReadOnlyList<InvitedView> Invited { get; init; }
}

/// <summary>The other person of an invitation, and what the broker made of it (INV-15..19).</summary>
internal sealed record InvitedView(long UserId, string Nickname, long CreateTimestamp, string? BrokerPartnerId, string? BrokerResult);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartnerView))]
internal sealed partial class PartnerJson : JsonSerializerContext;
