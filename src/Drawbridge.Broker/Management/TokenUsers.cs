using System.Diagnostics;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol;

namespace Drawbridge.Broker.Management;

/// <summary>
/// Users whom a CRM has signed in and describes, found by its own id or created at first sight, and brought to the platform by onboarding (3.11, 3.2), so
/// that a token can be made.
/// </summary>
internal sealed class TokenUsers(CrmIdentityLink link, UserStore users, PartnerLinkStore links, IOnboardingSteps onboarding, TimeProvider time)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private static readonly CrmError Unverified = new(
        409, "USER_EMAIL_UNVERIFIED", "The broker has a user with this email, who is taken for this one only with user.emailVerified true; say so once your CRM knows that the address is theirs");

    private static readonly CrmError Taken = new(409, "USER_EMAIL_TAKEN", "The broker has a user with this email whom your CRM knows by another user.id");

    private static readonly CrmError Unproved = new(
        409, "USER_EMAIL_UNPROVED", "The platform has a user with this email, who is taken for this one only with user.emailVerified true, or after the user has entered a mailed code at a login on the screens");

    private static readonly CrmError NoCodes = CrmError.MustBe("user.partnerCode", "left out: the broker takes no codes of partners (Settings:Partners:Links:Codes)");

    private static readonly CrmError UnknownCode = CrmError.MustBe("user.partnerCode", "a code that an active partner of the broker has");

    private static readonly CrmError Blocked = new(403, "USER_BLOCKED", "The broker has blocked this user");

    /// <summary>What is wrong with a description, or null.</summary>
    public static CrmError? FaultOf(TokenUser user)
    {
        if (!CrmIdentity.IsId(user.Id))
        {
            return CrmError.MustBe("user.id", $"your CRM's own id of the user: 1 to {CrmIdentity.LongestId} characters without spaces");
        }

        if (!EmailText.IsValid(user.Email))
        {
            return CrmError.MustBe("user.email", "an e-mail address");
        }

        if (EmailText.IsPrivateRelay(user.Email))
        {
            return CrmError.MustBe("user.email", "an address that hides no other one"); // SCR-74
        }

        foreach (var (name, text) in new[] { ("user.firstName", user.FirstName), ("user.lastName", user.LastName) })
        {
            if (text is not null && CrmIdentity.NameOf(text) is null)
            {
                return CrmError.MustBe(name, "at most 64 characters, none of them a control character, < or >");
            }
        }

        if (user.Language is not null && CrmIdentity.LanguageOf(user.Language) is null)
        {
            return CrmError.MustBe("user.language", "a language tag such as de or pt-BR");
        }

        if (user.Country is not null && !Country.IsValid(user.Country))
        {
            return CrmError.MustBe("user.country", "a code of ISO 3166-1 with two capital letters, such as DE");
        }

        if (user.PartnerCode is not null && PartnerCode.Normalize(user.PartnerCode) is null)
        {
            return CrmError.MustBe("user.partnerCode", $"{PartnerCode.Shortest} to {PartnerCode.Longest} letters and digits");
        }

        return user.PartnerId is { } partner && (partner.Length is 0 or > ScreenParameters.MaximumPartnerIdLength || partner.Any(char.IsControl))
            ? CrmError.MustBe("user.partnerId", $"1 to {ScreenParameters.MaximumPartnerIdLength} characters") // DEC-27
            : null;
    }

    /// <summary>The user's <c>userId</c> on the platform, or why there is none yet.</summary>
    public async Task<(long? CtraderUserId, CrmError? Error)> PutAsync(BrokerEntity broker, TokenUser user, CancellationToken cancellationToken)
    {
        var code = PartnerCode.Normalize(user.PartnerCode);
        if (code is not null && await FindFaultOfCodeAsync(broker, user, code, cancellationToken) is { } fault)
        {
            return (null, fault);
        }

        var identity = new CrmIdentity(user.Id!, user.Email!, user.EmailVerified ?? false)
        {
            FirstName = CrmIdentity.NameOf(user.FirstName),
            LastName = CrmIdentity.NameOf(user.LastName),
            Language = CrmIdentity.LanguageOf(user.Language),
            Country = user.Country,
        };
        switch (await link.LinkAsync(broker, identity, CrmUserOrigin.None with { Partner = new(user.PartnerId, Clicks: null) { Code = code } }, cancellationToken))
        {
            case CrmLinkResult.Linked linked:
                return await FindAsync(broker, linked.User.Id, cancellationToken);
            case CrmLinkResult.Unverified:
                return (null, Unverified);
            case CrmLinkResult.Taken:
                return (null, Taken);
            case CrmLinkResult.Blocked:
                return (null, Blocked);
            default:
                throw new UnreachableException(); // an address that cannot be used was refused before
        }
    }

    /// <summary>As at the sign-up: only who is new comes by a code, so that one which is archived later keeps nobody out.</summary>
    private async Task<CrmError?> FindFaultOfCodeAsync(BrokerEntity broker, TokenUser user, string code, CancellationToken cancellationToken) =>
        await users.FindByCrmUserIdAsync(broker.Id, user.Id!, cancellationToken) is not null ? null
        : !broker.AsksForCode() ? NoCodes
        : await links.CountsAsync(broker.Id, code, cancellationToken) ? null : UnknownCode;

    private async Task<(long? CtraderUserId, CrmError? Error)> FindAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        switch (await onboarding.AdvanceAsync(broker, userId, cancellationToken))
        {
            case OnboardingState.NeedsAccount account:
                return (account.CtraderUserId, null);
            case OnboardingState.OpeningAccount opening:
                return (opening.CtraderUserId, null);
            case OnboardingState.Complete complete:
                return (complete.CtraderUserId, null);
            case OnboardingState.NeedsEmailProof:
                return (null, Unproved);
            case OnboardingState.CreatingUser creating:
                var wait = (creating.NextAttemptAt ?? time.GetUtcNow()) - time.GetUtcNow();
                return (null, CrmError.Busy(wait > ShortestWait ? wait : ShortestWait));
            case OnboardingState.Stuck:
                return (null, new CrmError(409, "USER_STUCK", "The platform refuses to create this user; the broker's console says why"));
            default:
                throw new UnreachableException();
        }
    }
}

/// <summary>A user whom the CRM has signed in.</summary>
internal sealed record TokenUser
{
    /// <summary>The CRM's own id of the user.</summary>
    public string? Id { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the CRM knows that it is the user's. Default false.</summary>
    public bool? EmailVerified { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Language, such as <c>de</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Country of residence, ISO 3166-1 alpha-2, such as <c>DE</c>; whenever it is another one than before.</summary>
    public string? Country { get; init; }

    /// <summary>Who brought the user; counts for new ones.</summary>
    public string? PartnerId { get; init; }

    /// <summary>The code of a partner that the user typed; counts for new ones, for whom it has to be one that an active partner has.</summary>
    public string? PartnerCode { get; init; }
}
