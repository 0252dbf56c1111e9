using Drawbridge.Platform.Links;
using Drawbridge.Platform.Sessions;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Positions;

/// <summary>Which account a session trades on.</summary>
internal sealed class SessionAccounts(AppSessionStore sessions, LinkStore links)
{
    /// <summary>The account of the session with that number, or its first; null when it has none.</summary>
    public async Task<long?> FindAsync(string sessionId, long? login, CancellationToken cancellationToken)
    {
        if (!SessionToken.TryParse(sessionId, out var handle) || await sessions.FindAsync(handle.Fingerprint(), cancellationToken) is not { } session)
        {
            return null;
        }

        var accounts = await links.ListAsync(session.UserId, session.BrokerName, cancellationToken);
        return accounts.FirstOrDefault(account => login is null || account.Login == login)?.Login;
    }
}
