using Drawbridge.Client.Crm;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Handoff;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Invite;
using Drawbridge.Platform.Links;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Sessions;

/// <summary>How a user came to an application.</summary>
/// <param name="Source">Kind of application.</param>
/// <param name="Partner">Nickname of the partner whose link it was.</param>
internal sealed record Arrival(string? Source, string? Partner);

/// <summary>Sessions of applications. Who the user is, the CRM says (FLOW-GEN-2).</summary>
internal sealed class SessionService(
    CrmClient crm, AppSessionStore store, UserStore users, BrokerDirectory brokers, SessionTokens tokens, SessionEvents events, SessionViews views,
    HandoffLogin logins, HandoffService handoff, InviteService invite, TimeProvider time)
{
    private static readonly PlatformFault NoSession = new("SESSION_NOT_FOUND", "The session is unknown or over.", Status: 404);

    private static readonly PlatformFault WrongIdentity = PlatformFault.Invalid("The broker's users log in elsewhere."); // FLOW-HANDOFF-10

    private static readonly PlatformFault UnknownUser = new("CRM_ANSWER_INVALID", "The CRM named a user that the platform does not know at that CRM.", Status: 502);

    /// <summary>Opens a session with the token of a success URL (FLOW-CREATE-15..18, FLOW-AUTH-5).</summary>
    public async Task<Outcome<SessionView>> OpenWithOneTimeTokenAsync(string brokerName, Arrival arrival, string token, CancellationToken cancellationToken)
    {
        if (brokers.FindBroker(brokerName) is not { } broker)
        {
            return NoBroker();
        }

        if (broker.Options.Identity == IdentityMode.Handoff)
        {
            return WrongIdentity;
        }

        var result = await crm.AuthorizeOneTimeAsync(broker.Peer, token, cancellationToken); // FLOW-CREATE-16
        return result is CrmResult<AuthorizeOneTimeResponse>.Answered { Value: var user }
            ? await OpenAsync(broker, arrival, new(user.UserId, NullIfEmpty(user.AccessToken), NullIfEmpty(user.InappToken)), isNewToken: true, cancellationToken)
            : CrmFaults.Of(result);
    }

    /// <summary>Opens a session with a stored access token (FLOW-RELOGIN-3, FLOW-RELOGIN-5).</summary>
    public async Task<Outcome<SessionView>> OpenWithAccessTokenAsync(
        string brokerName, Arrival arrival, string accessToken, CancellationToken cancellationToken)
    {
        if (brokers.FindBroker(brokerName) is not { } broker)
        {
            return NoBroker();
        }

        if (broker.Options.Identity == IdentityMode.Handoff)
        {
            return WrongIdentity;
        }

        var result = await crm.AuthorizeAsync(broker.Peer, accessToken, cancellationToken);
        return result is CrmResult<AuthorizeResponse>.Answered { Value: var user }
            ? await OpenAsync(broker, arrival, new(user.UserId, accessToken, NullIfEmpty(user.InappToken)), isNewToken: false, cancellationToken)
            : CrmFaults.Of(result);
    }

    /// <summary>Opens a session at a broker whose users log in here (FLOW-HANDOFF-1). The CRM is not asked (FLOW-HANDOFF-10).</summary>
    public async Task<Outcome<SessionView>> OpenWithPasswordAsync(
        string brokerName, Arrival arrival, long login, string password, CancellationToken cancellationToken)
    {
        if (brokers.FindBroker(brokerName) is not { } broker)
        {
            return NoBroker();
        }

        if (broker.Options.Identity != IdentityMode.Handoff)
        {
            return WrongIdentity;
        }

        return await logins.CheckAsync(brokerName, login, password, cancellationToken) switch
        {
            Outcome<LinkRow>.Done { Value: var link } => await OpenAsync(broker, arrival, new(link.UserId, null, null), isNewToken: false, cancellationToken),
            Outcome<LinkRow>.Refused { Fault: var fault } => fault,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The session with the ribbons of the account that it is at, or of all its accounts.</summary>
    public async Task<Outcome<SessionView>> GetAsync(string sessionId, long? accountId, CancellationToken cancellationToken) =>
        await FindAsync(sessionId, cancellationToken) is { } session ? await views.OfAsync(sessionId, session, accountId, cancellationToken) : NoSession;

    /// <summary>
    /// An OT token for an in-app action: call 4.4 with the session's inappToken, if it has one (P2B-IT-7); under handoff one of the
    /// platform's own (FLOW-HANDOFF-3).
    /// </summary>
    public async Task<Outcome<OneTimeTokenView>> IssueOneTimeTokenAsync(string sessionId, long? login, CancellationToken cancellationToken)
    {
        if (await FindAsync(sessionId, cancellationToken) is not { } session || brokers.FindBroker(session.BrokerName) is not { } broker)
        {
            return NoSession;
        }

        if (broker.Options.Identity == IdentityMode.Handoff)
        {
            return await handoff.IssueAsync(session, login, cancellationToken) switch
            {
                Outcome<OneTimeToken>.Done { Value: var token } => new OneTimeTokenView(token.Reveal()),
                Outcome<OneTimeToken>.Refused { Fault: var fault } => fault,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        var result = await crm.GenerateOneTimeAsync(broker.Peer, session.UserId, tokens.Reveal(session.InappToken), cancellationToken);
        return result is CrmResult<GenerateOneTimeResponse>.Answered { Value: var generated }
            ? new OneTimeTokenView(generated.Token)
            : CrmFaults.Of(result);
    }

    /// <summary>
    /// Ends a session, then tells the CRM (call 4.5, P2B-4.5-7, FLOW-LOGOUT-2). It is over even if the CRM cannot be told: a user who
    /// logs out must not stay logged in because somebody else's server is down.
    /// </summary>
    public async Task<Outcome<LoggedOutView>> LogOutAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (!SessionToken.TryParse(sessionId, out var handle)
            || await store.TakeAsync(handle.Fingerprint(), cancellationToken) is not { } session)
        {
            return NoSession;
        }

        events.LoggedOut(handle.Fingerprint());
        if (brokers.FindBroker(session.BrokerName) is not { } broker)
        {
            return new LoggedOutView("unreachable", "The session is over. Its broker is not configured any more.");
        }

        if (broker.Options.Identity == IdentityMode.Handoff)
        {
            return new LoggedOutView("informed", "The session is over. Its CRM never knew of it.");
        }

        return await crm.LogoutAsync(broker.Peer, session.UserId, tokens.Reveal(session.AccessToken), cancellationToken) switch
        {
            CrmResult<CrmLoggedOut>.Answered => new LoggedOutView("informed", "The session is over, and the CRM knows."),
            CrmResult<CrmLoggedOut>.Refused => new LoggedOutView("refused", "The session is over. The CRM refused the log-out."),
            _ => new LoggedOutView("unreachable", "The session is over. The CRM could not be told."),
        };
    }

    private async Task<Outcome<SessionView>> OpenAsync(
        PlatformBroker broker, Arrival arrival, CrmUser user, bool isNewToken, CancellationToken cancellationToken)
    {
        // B2P-3.2-15, WS-80: a user of WebServices 5.1 has no single sign-on
        var found = await users.FindAsync(user.UserId, cancellationToken);
        if (found?.BrokerCrmName != broker.BrokerCrmName.Value || (!found.Sso && broker.Options.Identity == IdentityMode.Sso))
        {
            return UnknownUser;
        }

        var handle = SessionToken.New();
        var session = new AppSessionRow
        {
            Fingerprint = handle.Fingerprint().ToBytes(),
            UserId = user.UserId,
            BrokerName = broker.BrokerName.Value,
            Source = arrival.Source,
            AccessToken = tokens.Protect(user.AccessToken),
            InappToken = tokens.Protect(user.InappToken),
            CreatedAt = time.GetUtcNow(),
        };
        await store.AddAsync(session, cancellationToken);
        await invite.RecordAsync(broker, user.UserId, arrival.Partner, cancellationToken);
        var view = await views.OfAsync(handle.Reveal(), session, accountId: null, cancellationToken);
        return view with { AccessToken = isNewToken ? user.AccessToken : null, InappToken = user.InappToken }; // FLOW-CREATE-18
    }

    private async Task<AppSessionRow?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        SessionToken.TryParse(sessionId, out var handle) ? await store.FindAsync(handle.Fingerprint(), cancellationToken) : null;

    private static PlatformFault NoBroker() => new(PlatformErrorCode.BrokerNotFound, "The brokerName is not known here.");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed record CrmUser(long UserId, string? AccessToken, string? InappToken);
}
