namespace Drawbridge.Protocol.Platform;

/// <summary>Body of call 3.6 (B2P-3.6-2..5).</summary>
public sealed record SetReferralRequest
{
    /// <summary>Name of the CRM, required.</summary>
    public string? BrokerCrmName { get; init; }

    /// <summary>Identifier in the broker's programme, required, at most 128 characters (DEC-27).</summary>
    public string? PartnerId { get; init; }

    /// <summary>The user, when the partner is one.</summary>
    public long? UserId { get; init; }

    /// <summary>The account, when the partner is one.</summary>
    public long? CtidTraderAccountId { get; init; }
}

/// <summary>What an identifier is bound to: answer to calls 3.6 (without the identifier, B2P-3.6-7) and 3.7 (B2P-3.7-4).</summary>
public sealed record ReferralResponse
{
    /// <summary>The user.</summary>
    public long? UserId { get; init; }

    /// <summary>The account.</summary>
    public long? CtidTraderAccountId { get; init; }

    /// <summary>The identifier.</summary>
    public string? PartnerId { get; init; }
}
