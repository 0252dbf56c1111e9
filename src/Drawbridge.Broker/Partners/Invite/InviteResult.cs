namespace Drawbridge.Broker.Partners.Invite;

/// <summary>What the platform is answered: the partner's identifier, and one of <see cref="Protocol.Invite.AttributionResult"/> or nothing where none fits (INV-15).</summary>
/// <param name="PartnerIdentifier">Of the partner the platform named.</param>
/// <param name="Result">Null when the rules keep the user where it is.</param>
internal sealed record InviteResult(string PartnerIdentifier, string? Result);
