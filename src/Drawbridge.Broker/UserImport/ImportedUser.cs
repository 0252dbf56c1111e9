using System.Globalization;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Passwords.Imported;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol;

namespace Drawbridge.Broker.UserImport;

/// <summary>A user of the CRM, as a line of a file has one.</summary>
internal sealed record ImportedUser
{
    public required string CrmUserId { get; init; }

    public required string Email { get; init; }

    public bool EmailVerified { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Language { get; init; }

    public string? Country { get; init; }

    public string? PartnerId { get; init; }

    /// <summary><c>userId</c> on the platform, for who is there already.</summary>
    public long? PlatformUserId { get; init; }

    public bool Blocked { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Null for who sets a password by mail.</summary>
    public PasswordHashText? Password { get; init; }

    public string NormalizedEmail => UserStore.Normalize(Email);

    /// <summary>Never a hash.</summary>
    public override string ToString() => $"ImportedUser({CrmUserId})";

    /// <summary>Either the user, or what is wrong with the fields and how it would be right. Quotes nothing.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="withoutUnusablePasswords">Leaves out a hash that cannot be checked here, instead of the user.</param>
    public static (ImportedUser? User, string? Fault) Read(ImportFields fields, bool withoutUnusablePasswords)
    {
        if (!CrmIdentity.IsId(fields["id"]))
        {
            return (null, $"id must be there: the CRM's own id of the user, 1 to {CrmIdentity.LongestId} characters without spaces");
        }

        if (!EmailText.IsValid(fields["email"]))
        {
            return (null, "email must be an e-mail address");
        }

        if (EmailText.IsPrivateRelay(fields["email"]!))
        {
            return (null, "email hides another address, which a trading account cannot have"); // SCR-74
        }

        if (FaultOfRest(fields) is { } fault)
        {
            return (null, fault);
        }

        var password = fields["passwordHash"] is { } hash
            ? PasswordHashText.Read(hash, fields["passwordScheme"], fields["passwordSalt"], fields["passwordSaltPosition"] != "after")
            : null;
        if (password is PasswordHashText.Unusable unusable)
        {
            if (!withoutUnusablePasswords)
            {
                return (null, $"passwordHash {unusable.Reason}");
            }

            password = null;
        }

        return (new()
        {
            CrmUserId = fields["id"]!,
            Email = fields["email"]!,
            EmailVerified = fields["emailVerified"] == "true",
            FirstName = CrmIdentity.NameOf(fields["firstName"]),
            LastName = CrmIdentity.NameOf(fields["lastName"]),
            Language = CrmIdentity.LanguageOf(fields["language"]),
            Country = fields["country"],
            PartnerId = fields["partnerId"],
            PlatformUserId = fields["platformUserId"] is { } platform ? long.Parse(platform, CultureInfo.InvariantCulture) : null,
            Blocked = fields["blocked"] == "true",
            CreatedAt = fields["createdAt"] is { } created ? DateTimeOffset.Parse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
            Password = password,
        }, null);
    }

    private static string? FaultOfRest(ImportFields fields)
    {
        foreach (var name in new[] { "emailVerified", "blocked" })
        {
            if (fields[name] is not (null or "true" or "false"))
            {
                return $"{name} must be true or false";
            }
        }

        foreach (var name in new[] { "firstName", "lastName" })
        {
            if (fields[name] is { } text && CrmIdentity.NameOf(text) is null)
            {
                return $"{name} must have at most 64 characters, none of them a control character, < or >";
            }
        }

        if (fields["language"] is { } language && CrmIdentity.LanguageOf(language) is null)
        {
            return "language must begin with two letters, such as de or pt-BR";
        }

        if (fields["country"] is { } country && !Users.Country.IsValid(country))
        {
            return "country must be a code of ISO 3166-1 with two capital letters, such as DE";
        }

        if (fields["partnerId"] is { } partner && (partner.Length > ScreenParameters.MaximumPartnerIdLength || partner.Any(char.IsControl)))
        {
            return $"partnerId must have at most {ScreenParameters.MaximumPartnerIdLength} characters"; // DEC-27
        }

        if (fields["platformUserId"] is { } platform && (!long.TryParse(platform, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0))
        {
            return "platformUserId must be the number by which the platform knows the user";
        }

        if (fields["createdAt"] is { } created && !DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            return "createdAt must be a time such as 2024-05-17T09:30:00Z";
        }

        if (fields["passwordSaltPosition"] is not (null or "before" or "after"))
        {
            return "passwordSaltPosition must be before or after";
        }

        return fields["passwordHash"] is null && (fields["passwordScheme"] ?? fields["passwordSalt"] ?? fields["passwordSaltPosition"]) is not null
            ? "passwordHash is missing, but not what belongs to it"
            : null;
    }
}
