namespace Drawbridge.Protocol.Platform;

/// <summary>Body of WebServices 5.1 (WS-80).</summary>
public sealed record CreateCtidRequest
{
    /// <summary>E-mail, required.</summary>
    public string? Email { get; init; }

    /// <summary>Broker or white label.</summary>
    public string? BrokerName { get; init; }

    /// <summary>ISO 639-1, two letters.</summary>
    public string? PreferredLanguage { get; init; }
}

/// <summary>A user without single sign-on (WS-82). Only the number when the e-mail was used already (WS-81).</summary>
public sealed record CtidEntity
{
    /// <summary>Number of the user.</summary>
    public long UserId { get; init; }

    /// <summary>Nickname.</summary>
    public string? Nickname { get; init; }

    /// <summary>E-mail.</summary>
    public string? Email { get; init; }

    /// <summary>ISO 639-1, two letters.</summary>
    public string? PreferredLanguage { get; init; }

    /// <summary>Epoch milliseconds.</summary>
    public long? UtcCreateTimestamp { get; init; }

    /// <summary><c>CTID_NEW</c>, <c>CTID_ACTIVE</c> or <c>CTID_DELETED</c>.</summary>
    public string? Status { get; init; }
}

/// <summary>Body of WebServices 5.3 (WS-86).</summary>
public sealed record ChangeCtidTraderAccountRequest
{
    /// <summary>Account number.</summary>
    public long? TraderLogin { get; init; }

    /// <summary>The broker or white label that the account comes to.</summary>
    public string? BrokerName { get; init; }

    /// <summary>Environment that holds the account.</summary>
    public string? EnvironmentName { get; init; }
}
