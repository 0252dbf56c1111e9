using System.Globalization;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Who a user is by the word of the broker's own CRM.</summary>
/// <param name="CrmUserId">Its id of the user: the stable key, which never changes and is never given to anybody else.</param>
/// <param name="Email">The address.</param>
/// <param name="EmailVerified">Whether that is known to be the user's.</param>
internal sealed record CrmIdentity(string CrmUserId, string Email, bool EmailVerified)
{
    /// <summary>Longest id.</summary>
    public const int LongestId = 128;

    private const int LongestName = 64;

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>ISO 639-1, null when not told.</summary>
    public string? Language { get; init; }

    /// <summary>Country of residence, a code of <see cref="Users.Country"/>; null when not told.</summary>
    public string? Country { get; init; }

    /// <summary>The code of a partner that the user typed at the CRM, in its kept form; null when there is none. Counts for who is new.</summary>
    public string? PartnerCode { get; init; }

    /// <summary>Who brought the user to the CRM (DEC-27); null when not told. Counts for who is new.</summary>
    public string? PartnerId { get; init; }

    /// <summary>An identifier of a partner as it is stored, or null for one that cannot be.</summary>
    public static string? PartnerOf(string? text) => text?.Trim() is { Length: > 0 and <= ScreenParameters.MaximumPartnerIdLength } id && !id.Any(char.IsControl) ? id : null;

    /// <summary>True for an id as a CRM may use one: 1 to 128 characters, none of them a space or a control character.</summary>
    public static bool IsId(string? text) => text is { Length: > 0 and <= LongestId } && !text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c));

    /// <summary>A name as it is stored, or null for one that cannot be.</summary>
    public static string? NameOf(string? text) =>
        text?.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(static c => char.IsControl(c) || c is '<' or '>') ? name : null;

    /// <summary>The two letters of a language tag such as <c>de-AT</c>, or null.</summary>
    public static string? LanguageOf(string? tag) =>
        tag is { Length: >= 2 } && tag[..2].All(char.IsAsciiLetter) && (tag.Length == 2 || tag[2] is '-' or '_') ? tag[..2].ToLower(CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a trading account can have the address.</summary>
    public static bool IsUsable(string email) => EmailText.IsValid(email) && !EmailText.IsPrivateRelay(email);
}

/// <summary>How a user of the CRM became one here. Closed family.</summary>
internal abstract record CrmLinkResult
{
    private CrmLinkResult()
    {
    }

    /// <summary>The user here; <paramref name="IsNew"/> if created just now.</summary>
    public sealed record Linked(Users.BrokerUser User, bool IsNew) : CrmLinkResult;

    /// <summary>The user here is blocked.</summary>
    public sealed record Blocked : CrmLinkResult;

    /// <summary>Somebody here has the address, and the CRM does not know it to be this user's: nobody is taken over by that.</summary>
    public sealed record Unverified : CrmLinkResult;

    /// <summary>The address is that of another user of the CRM here.</summary>
    public sealed record Taken : CrmLinkResult;

    /// <summary>No trading account can have the address.</summary>
    public sealed record Unusable : CrmLinkResult;
}
