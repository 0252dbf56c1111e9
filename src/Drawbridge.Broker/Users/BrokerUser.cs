namespace Drawbridge.Broker.Users;

/// <summary>A user of one broker. Mutable, because ASP.NET Core Identity changes it before it stores it.</summary>
internal sealed class BrokerUser
{
    public long Id { get; set; }

    /// <summary>The broker whose user it is, for good (BID-44).</summary>
    public long BrokerId { get; init; }

    /// <summary>Whose password, second step and passkeys count, where brokers share users; null where nobody shares this one.</summary>
    public long? LoginId { get; init; }

    /// <summary>The same, and the user itself where nobody shares it.</summary>
    public long LoginKey => LoginId ?? Id;

    public required string Email { get; set; }

    public string NormalizedEmail { get; set; } = "";

    /// <summary>PBKDF2-HMAC-SHA512 in Identity's format; null when the user has no password here.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password: what was sealed before, such as reset links, ends with it.</summary>
    public string SecurityStamp { get; set; } = "";

    public string ConcurrencyStamp { get; set; } = "";

    public string? FirstName { get; set; }

    public string? LastName { get; set; }

    /// <summary>ISO 639-1 (SCR-46).</summary>
    public string PreferredLanguage { get; set; } = "en";

    /// <summary><c>userId</c> on the platform; null until it is created there. Written by onboarding only.</summary>
    public long? CtraderUserId { get; init; }

    /// <summary>Id by which the broker's own CRM knows the user; null when it does not.</summary>
    public string? CrmUserId { get; init; }

    /// <summary>Who brought the user (SCR-25); never changes after signup.</summary>
    public string? PartnerId { get; init; }

    /// <summary>References of clicks on partners' links that a new user came with; null once they are in the ledger.</summary>
    public string? PartnerClicks { get; init; }

    /// <summary>The partner's code that a new user typed; null once it is in the ledger.</summary>
    public string? PartnerCode { get; init; }

    /// <summary>Country of residence, a code of <see cref="Users.Country"/>; null when nobody has told.</summary>
    public string? Country { get; init; }

    /// <summary>JSON of <see cref="Users.Acquisition"/>; null when nothing is known.</summary>
    public string? Acquisition { get; init; }

    public DateTimeOffset? EmailConfirmedAt { get; set; }

    /// <summary>Since when the user may not log in; null = may.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What to greet the user with.</summary>
    public string DisplayName => FirstName ?? Email;
}
