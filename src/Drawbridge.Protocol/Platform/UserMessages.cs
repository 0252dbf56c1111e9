using System.Text.Json.Serialization;

namespace Drawbridge.Protocol.Platform;

/// <summary>Body of call 3.1 (B2P-3.1-2, B2P-3.1-3).</summary>
public sealed record ManagerTokenRequest
{
    /// <summary>Manager id.</summary>
    public long? Login { get; init; }

    /// <summary>MD5 hex of the manager's password.</summary>
    public string? HashedPassword { get; init; }
}

/// <summary>Answer to call 3.1 (B2P-3.1-4).</summary>
public sealed record ManagerTokenResponse(string WebservToken);

/// <summary>Body of call 3.2 (B2P-3.2-2..6).</summary>
public sealed record CreateUserRequest
{
    /// <summary>Name of the CRM, required.</summary>
    public string? BrokerCrmName { get; init; }

    /// <summary>E-mail of the user, required.</summary>
    public string? Email { get; init; }

    /// <summary>First name, used in greetings.</summary>
    public string? FirstName { get; init; }

    /// <summary>Wished nickname; <c>nickName</c> is read too (DEC-9).</summary>
    public string? Nickname { get; init; }

    /// <summary>The table's spelling of <see cref="Nickname"/>, read only.</summary>
    [JsonPropertyName("nickName")]
    public string? NickNameVariant { get; init; }

    /// <summary>ISO 639-1, two letters.</summary>
    public string? PreferredLanguage { get; init; }
}

/// <summary>Answer to calls 3.2 and 3.11 (B2P-3.2-7, B2P-3.11-3). Without a user 3.11 leaves the key out.</summary>
public sealed record UserIdResponse
{
    /// <summary>The user on the platform, null when there is none.</summary>
    public long? UserId { get; init; }
}

/// <summary>Body of call 3.10 (B2P-3.10-2).</summary>
public sealed record ChangeEmailRequest
{
    /// <summary>The user on the platform.</summary>
    public long? UserId { get; init; }

    /// <summary>The new address.</summary>
    public string? NewEmail { get; init; }

    /// <summary>Name of the CRM.</summary>
    public string? BrokerCrmName { get; init; }
}

/// <summary>Body of call 3.4 (B2P-3.4-2..7).</summary>
public sealed record LinkRequest
{
    /// <summary>Account number.</summary>
    public long? TraderLogin { get; init; }

    /// <summary>MD5 hex of the account's password.</summary>
    public string? TraderPasswordHash { get; init; }

    /// <summary>The user on the platform.</summary>
    public long? UserId { get; init; }

    /// <summary>Broker or white label.</summary>
    public string? BrokerName { get; init; }

    /// <summary>Environment that holds the account, such as <c>live</c>.</summary>
    public string? EnvironmentName { get; init; }

    /// <summary>True to get <c>ctidTraderAccountId</c> back.</summary>
    public bool? ReturnAccountDetails { get; init; }
}

/// <summary>Answer to call 3.4 (B2P-3.4-8).</summary>
public sealed record LinkResponse(long CtidTraderAccountId);

/// <summary>Error body of the platform (ERR-2).</summary>
public sealed record PlatformErrorBody(PlatformErrorDetail Error);

/// <summary>What went wrong at the platform.</summary>
/// <param name="ErrorCode">One of <see cref="PlatformErrorCode"/>.</param>
/// <param name="Description">For a person.</param>
public sealed record PlatformErrorDetail(string ErrorCode, string Description);
