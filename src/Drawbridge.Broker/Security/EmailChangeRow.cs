namespace Drawbridge.Broker.Security;

/// <summary>A new address of a user on its way.</summary>
internal sealed record EmailChangeRow
{
    public required string NewEmail { get; init; }

    public required byte[] SessionHash { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public string? Refused { get; init; }

    /// <summary>The broker's own CRM changed the address, for a user who may be logged in: that ends nothing.</summary>
    public bool IsTheCrms => SessionHash.Length == 0;

    /// <summary>How far it is; null when the code came too late, which is as if nobody had asked.</summary>
    public EmailChangeState? StateAt(DateTimeOffset now) => this switch
    {
        { Refused: not null } => EmailChangeState.Refused,
        { ConfirmedAt: not null } => EmailChangeState.Telling,
        _ => ExpiresAt > now ? EmailChangeState.NeedsCode : null,
    };
}

/// <summary>How far a new address is.</summary>
internal enum EmailChangeState
{
    /// <summary>The code that was mailed to it has not been entered.</summary>
    NeedsCode,

    /// <summary>The platform is being told.</summary>
    Telling,

    /// <summary>It cannot be used.</summary>
    Refused,
}
