using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Security;

/// <summary>
/// What a user's credentials have opened: sessions here, access tokens, sessions on the platform. It ends when the credentials change
/// (P2B-AT-8, FLOW-PWD-2).
/// </summary>
internal sealed class OpenAccess(IPlatformLogout platformLogout, TimeProvider time)
{
    /// <summary>Ends all of it as a part of the caller's write.</summary>
    /// <param name="session">The caller's write.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="user">The user.</param>
    /// <param name="except">Hash of the client session in use, which goes on; null for none.</param>
    public async Task EndAsync(DbSession session, BrokerEntity broker, BrokerUser user, byte[]? except)
    {
        var now = time.GetUtcNow();
        await SessionStore.DeleteAllAsync(session, broker.Id, user.Id, except);
        await AccessTokenStore.RevokeAllAsync(session, broker.Id, user.Id, now);
        await OneTimeTokenStore.RevokeAllAsync(session, broker.Id, user.Id, now);
        await platformLogout.RequestAsync(session, broker, user);
    }

    /// <summary>Ends all of it of the same person at other brokers that share their users.</summary>
    public async Task EndAsync(DbSession session, BrokerDirectorySnapshot directory, IEnumerable<BrokerUser> others)
    {
        foreach (var other in others)
        {
            if (directory.FindBroker(other.BrokerId) is { } broker)
            {
                await EndAsync(session, broker, other, except: null);
            }
        }
    }
}
