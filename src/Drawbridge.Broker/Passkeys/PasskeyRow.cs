namespace Drawbridge.Broker.Passkeys;

/// <summary>A passkey as stored.</summary>
internal sealed record PasskeyRow
{
    public long Id { get; init; }

    public byte[] CredentialId { get; init; } = [];

    public byte[] PublicKey { get; init; } = [];

    public long SignCount { get; init; }

    /// <summary>What its owner calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Host of the screens that it works on.</summary>
    public string RpId { get; init; } = "";

    /// <summary>Ways to reach the authenticator, with commas between; null = unknown.</summary>
    public string? Transports { get; init; }

    public bool UserVerified { get; init; }

    public bool BackupEligible { get; init; }

    public bool BackedUp { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null before the first login with it.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
