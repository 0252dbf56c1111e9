using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Referrals;
using Drawbridge.Platform.Sessions;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Platform.Invite;

/// <summary>Invite as the user of a session sees it.</summary>
internal sealed class PartnerService(
    AppSessionStore sessions, UserStore users, BrokerDirectory brokers, ReferralStore referrals, InvitationStore invitations)
{
    private const int MostInvited = 200;

    private static readonly PlatformFault NoSession = new("SESSION_NOT_FOUND", "The session is unknown or over.", Status: 404);

    /// <param name="sessionId">The session's handle.</param>
    /// <param name="app">Where the application is.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<Outcome<PartnerView>> GetAsync(string sessionId, Uri app, CancellationToken cancellationToken)
    {
        if (await FindAsync(sessionId, cancellationToken) is not var (broker, user))
        {
            return NoSession;
        }

        var partnerId = await FindPartnerIdAsync(broker, user, cancellationToken);
        var invited = await invitations.ListInvitedAsync(user.UserId, broker.BrokerName.Value, MostInvited, cancellationToken);
        return new PartnerView
        {
            Nickname = user.Nickname,
            Link = LinkOf(app, broker, user, partnerId),
            PartnerId = partnerId,
            BrokerIsTold = broker.Options.Invite is { AttributionUrl: not null, Token: not null },
            InvitedBy = await invitations.FindInviterAsync(user.UserId, broker.BrokerName.Value, cancellationToken) is { } inviter ? ToView(inviter) : null,
            Invited = [.. invited.Select(ToView)],
        };
    }

    /// <summary>The user's link alone.</summary>
    public async Task<Outcome<string>> GetLinkAsync(string sessionId, Uri app, CancellationToken cancellationToken) =>
        await FindAsync(sessionId, cancellationToken) is var (broker, user)
            ? LinkOf(app, broker, user, await FindPartnerIdAsync(broker, user, cancellationToken))
            : NoSession;

    /// <summary>It names the partner for both mechanisms of attribution (INV-7, INV-40), and the broker, whose application it opens (INV-41).</summary>
    private static string LinkOf(Uri app, PlatformBroker broker, UserRow user, string? partnerId)
    {
        var query = new Dictionary<string, string?>
        {
            ["brokerName"] = broker.BrokerName.Value, ["brokerCrmName"] = broker.BrokerCrmName.Value, ["u"] = user.Nickname, ["partnerId"] = partnerId,
        };
        return QueryHelpers.AddQueryString(app.AbsoluteUri, query);
    }

    private async Task<(PlatformBroker Broker, UserRow User)?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        SessionToken.TryParse(sessionId, out var handle)
        && await sessions.FindAsync(handle.Fingerprint(), cancellationToken) is { } session
        && brokers.FindBroker(session.BrokerName) is { } broker
        && await users.FindAsync(session.UserId, cancellationToken) is { } user
            ? (broker, user)
            : null;

    private async Task<string?> FindPartnerIdAsync(PlatformBroker broker, UserRow user, CancellationToken cancellationToken) =>
        (await referrals.ListByUserAsync(broker.BrokerCrmName.Value, user.UserId, cancellationToken)) is [var first, ..] ? first.PartnerId : null;

    private static InvitedView ToView(InvitedRow row) =>
        new(row.UserId, row.Nickname, row.CreatedAt.ToUnixTimeMilliseconds(), row.BrokerPartnerId, row.BrokerResult);
}
