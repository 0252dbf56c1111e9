using Drawbridge.Platform.Journal;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Sessions;

/// <summary>Tells applications that look at the journal that a session is over.</summary>
internal sealed class SessionEvents(CallJournal journal)
{
    private const int HintBytes = 4;

    /// <summary>The broker ended it (call 3.12).</summary>
    public void Ended(TokenFingerprint session) => journal.Announce(new SessionEnded(Hint(session), "broker"));

    /// <summary>The user ended it in an application.</summary>
    public void LoggedOut(TokenFingerprint session) => journal.Announce(new SessionEnded(Hint(session), "logout"));

    /// <summary>The instrument put another state in the place of the one they were in.</summary>
    public void GoneWithTheState(IReadOnlyList<TokenFingerprint> sessions)
    {
        foreach (var session in sessions)
        {
            journal.Announce(new SessionEnded(Hint(session), "instrument"));
        }
    }

    private static string Hint(TokenFingerprint session) => Convert.ToHexStringLower(session.ToBytes(), 0, HintBytes);
}
