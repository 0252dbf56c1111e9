using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.PasswordReset;

/// <summary>
/// Reset of a password by a mailed link (FLOW-RESET-4). The link holds a sealed ticket: 30 minutes, and good once because it names the
/// security stamp, which the new password changes.
/// </summary>
internal sealed class PasswordResetService(SharedLogins logins, SealedText seal, PasswordSetter setter, ILogger<PasswordResetService> log)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private const string Purpose = "reset";

    public string TicketOf(BrokerUser user) => seal.Seal(
        Purpose, string.Create(CultureInfo.InvariantCulture, $"{user.BrokerId}|{user.Id}|{user.SecurityStamp}"), Lifetime);

    /// <summary>The user of a ticket that is still good, at this broker or at one that shares its users with it; or null.</summary>
    public async Task<BrokerUser?> FindUserAsync(BrokerEntity broker, string? ticket, CancellationToken cancellationToken)
    {
        if (seal.Open(Purpose, ticket)?.Split('|', 3) is not [var brokerId, var userId, var stamp])
        {
            return null;
        }

        var user = await logins.FindAsync(
            broker, long.Parse(brokerId, CultureInfo.InvariantCulture), long.Parse(userId, CultureInfo.InvariantCulture), cancellationToken);
        return user is { BlockedAt: null } && user.SecurityStamp == stamp ? user : null;
    }

    /// <summary>
    /// Sets the password and ends every session, access token and platform session of the user (P2B-AT-8). False when somebody used the
    /// same link in the same moment: then nothing was changed by this call.
    /// </summary>
    public async Task<bool> TrySetPasswordAsync(HttpContext context, BrokerEntity broker, BrokerUser user, string password, CancellationToken cancellationToken)
    {
        if (!await setter.TrySetAsync(context, broker, user, password, except: null, cancellationToken))
        {
            return false;
        }

        SignInLog.PasswordReset(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
        return true;
    }
}
