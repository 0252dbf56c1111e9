using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Invite;
using Drawbridge.Platform.Sessions;

namespace Drawbridge.Platform.Triggers;

/// <summary>The newest things at a broker, for what a developer leaves out.</summary>
internal sealed class TriggerDefaults(PlatformDatabase database, AppSessionStore sessions, SessionTokens tokens)
{
    private const int MostSessions = 50;

    /// <summary>The newest session of a user, or of anybody; null when there is none.</summary>
    public async Task<SessionFacts?> SessionAsync(PlatformBroker broker, long? userId, bool needsAccessToken, CancellationToken cancellationToken)
    {
        var newest = await sessions.ListNewestAsync(broker.BrokerName.Value, MostSessions, cancellationToken);
        return newest
            .Where(session => userId is null || session.UserId == userId)
            .Select(session => new SessionFacts(session.UserId, tokens.Reveal(session.AccessToken), tokens.Reveal(session.InappToken)))
            .FirstOrDefault(session => !needsAccessToken || session.AccessToken is not null);
    }

    /// <summary>The newest invitation of a user, or of anybody; null when there is none.</summary>
    public Task<InvitationRow?> InvitationAsync(PlatformBroker broker, long? userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<InvitationRow>(
                $"""
                select * from platform_invitation where broker_name = @brokerName {(userId is null ? "" : "and invited_user_id = @userId")}
                order by created_at desc, invited_user_id desc, partner_user_id desc limit 1
                """,
                new { brokerName = broker.BrokerName.Value, userId }),
            cancellationToken);

    internal sealed record SessionFacts(long UserId, string? AccessToken, string? InappToken)
    {
        /// <summary>Never the tokens.</summary>
        public override string ToString() => nameof(SessionFacts);
    }
}
