using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Security;

/// <summary>Gives a user another password, and ends in the same write what the old one had opened.</summary>
internal sealed class PasswordSetter(Database database, BrokerDirectory directory, PasswordHashingQueue hashing, OpenAccess access, AccountMails mails)
{
    /// <summary>
    /// Sets the password; every session, access token and platform session of the user ends, and the user is told by mail. False when somebody
    /// changed the user in the same moment: then nothing was changed.
    /// </summary>
    /// <param name="context">The request, for addresses in the mail.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="user">As read before.</param>
    /// <param name="password">The new password, which follows the rules.</param>
    /// <param name="except">The client session in use, which goes on; null for none.</param>
    /// <param name="cancellationToken">Stops waiting for the hash.</param>
    /// <exception cref="HashingBusyException">Too many passwords wait.</exception>
    public async Task<bool> TrySetAsync(
        HttpContext context, BrokerEntity broker, BrokerUser user, string password, ClientSession? except, CancellationToken cancellationToken)
    {
        var hash = await hashing.HashAsync(password, cancellationToken);
        var mail = mails.PasswordChanged(context, broker, user);
        return await database.WriteAsync(
            async session =>
            {
                var others = await SharedLogins.LockOthersAsync(session, user);
                if (!await UserStore.TrySetPasswordAsync(session, user, hash))
                {
                    return false;
                }

                await access.EndAsync(session, broker, user, except?.Token.Fingerprint().ToBytes());
                await access.EndAsync(session, directory.Current, others);
                await mails.TellAsync(session, mail);
                return true;
            },
            CancellationToken.None);
    }
}
