using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Users;

/// <summary>Users of the platform, each of one CRM.</summary>
internal sealed class UserService(UserStore store, AppSessionStore sessions, SessionEvents events, CrmScope scope, UserScope users)
{
    private static readonly PlatformFault EmailInvalid = new(PlatformErrorCode.EmailInvalid, "The e-mail address cannot be used."); // ERR-37

    private static readonly PlatformFault EmailTaken = new(PlatformErrorCode.EmailAlreadyExists, "The e-mail address is registered already."); // ERR-32

    /// <summary>Call 3.2. Only it creates users that sign in through their CRM (B2P-3.2-15).</summary>
    public async Task<Outcome<UserIdResponse>> CreateAsync(Manager manager, CreateUserRequest request, CancellationToken cancellationToken)
    {
        // B2P-3.2-2, B2P-3.2-3
        if (string.IsNullOrEmpty(request.BrokerCrmName) || string.IsNullOrEmpty(request.Email))
        {
            return PlatformFault.Missing("brokerCrmName, email");
        }

        if (scope.Check(manager, request.BrokerCrmName) is { } denied)
        {
            return denied;
        }

        if (!IsUsable(request.Email))
        {
            return EmailInvalid; // B2P-3.2-12
        }

        if (!IsLanguageOrAbsent(request.PreferredLanguage))
        {
            return PlatformFault.Invalid("preferredLanguage must be a two-letter language code."); // B2P-3.2-6
        }

        var wish = Nickname.Wish(request.Nickname ?? request.NickNameVariant, request.Email); // B2P-3.2-5, B2P-3.2-9..11
        var user = new NewUser(request.BrokerCrmName, request.Email, wish, request.FirstName, request.PreferredLanguage?.ToLowerInvariant()); // B2P-3.2-4, B2P-3.2-17
        return await store.CreateAsync(user, cancellationToken) is { } userId
            ? new UserIdResponse { UserId = userId } // B2P-3.2-7, FLOW-CREATE-6
            : EmailTaken; // B2P-3.2-13
    }

    /// <summary>Call 3.10.</summary>
    public async Task<Outcome<Nothing>> ChangeEmailAsync(Manager manager, ChangeEmailRequest request, CancellationToken cancellationToken)
    {
        // B2P-3.10-2
        if (request.UserId is not { } userId || string.IsNullOrEmpty(request.NewEmail) || string.IsNullOrEmpty(request.BrokerCrmName))
        {
            return PlatformFault.Missing("userId, newEmail, brokerCrmName");
        }

        if (await users.CheckAsync(manager, request.BrokerCrmName, userId, cancellationToken) is { } fault)
        {
            return fault;
        }

        if (!IsUsable(request.NewEmail))
        {
            return EmailInvalid; // B2P-3.10-5
        }

        return await store.ChangeEmailAsync(request.BrokerCrmName, userId, request.NewEmail, cancellationToken) ? Nothing.Value : EmailTaken; // B2P-3.10-5
    }

    /// <summary>Call 3.11. A user that does not exist is no fault (B2P-3.11-4).</summary>
    public async Task<Outcome<UserIdResponse>> FindIdAsync(Manager manager, string brokerCrmName, string email, CancellationToken cancellationToken)
    {
        if (scope.Check(manager, brokerCrmName) is { } denied)
        {
            return denied;
        }

        return new UserIdResponse { UserId = await store.FindIdAsync(brokerCrmName, email, cancellationToken) };
    }

    /// <summary>Call 3.12: drops all sessions of the user; having none is no fault (B2P-3.12-4, FLOW-LOGOUT-1). It does not call the CRM back.</summary>
    public async Task<Outcome<Nothing>> LogOutAsync(Manager manager, string brokerCrmName, long userId, CancellationToken cancellationToken)
    {
        if (await users.CheckAsync(manager, brokerCrmName, userId, cancellationToken) is { } fault)
        {
            return fault;
        }

        foreach (var ended in await sessions.TakeAllAsync(userId, cancellationToken))
        {
            events.Ended(ended);
        }

        return Nothing.Value;
    }

    /// <summary>Call 3.13 (B2P-3.13-4).</summary>
    public async Task<Outcome<Nothing>> AcceptAgreementAsync(Manager manager, string brokerCrmName, long userId, CancellationToken cancellationToken)
    {
        if (await users.CheckAsync(manager, brokerCrmName, userId, cancellationToken) is { } fault)
        {
            return fault;
        }

        await store.AcceptAgreementAsync(userId, cancellationToken);
        return Nothing.Value;
    }

    private static bool IsUsable(string email) => EmailText.IsValid(email) && !EmailText.IsPrivateRelay(email);

    private static bool IsLanguageOrAbsent(string? text) => text is null || (text.Length == 2 && text.All(char.IsAsciiLetter));
}
