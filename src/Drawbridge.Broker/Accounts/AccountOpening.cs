using System.Security.Cryptography;

namespace Drawbridge.Broker.Accounts;

/// <summary>An account that is being opened, or was: what the trader chose and how far it has come.</summary>
internal sealed record AccountOpening
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public long UserId { get; init; }

    /// <summary>1 = the first account of the user.</summary>
    public int Number { get; init; }

    /// <summary>Unique text in the account's description.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Which of the broker's products it is.</summary>
    public string Product { get; init; } = "";

    public string Currency { get; init; } = "";

    public int LeverageInCents { get; init; }

    public string EnvironmentName { get; init; } = "";

    /// <summary>The encrypted MD5 of the account's password; null once the account is linked.</summary>
    public string? PasswordSealed { get; init; }

    /// <summary>When the account may have been created at the earliest.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    /// <summary>The account's number, once known.</summary>
    public long? TraderLogin { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A reference that nobody has used before, in this database or any other.</summary>
    public static string NewReference() => $"ref:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    /// <summary>Never the sealed password.</summary>
    public override string ToString() => $"opening {Id} ({Reference})";
}
