using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Users;

/// <summary>Whether a manager may call about a user of a CRM.</summary>
internal sealed class UserScope(CrmScope crms, UserStore users)
{
    private static readonly PlatformFault NoUser = new(PlatformErrorCode.UserNotFound, "The CRM has no such user."); // B2P-0-26, ERR-41

    /// <summary>Null when the call may go on.</summary>
    public async Task<PlatformFault?> CheckAsync(Manager manager, string brokerCrmName, long userId, CancellationToken cancellationToken) =>
        crms.Check(manager, brokerCrmName) is { } denied
            ? denied
            : (await users.FindAsync(userId, cancellationToken))?.BrokerCrmName == brokerCrmName ? null : NoUser;
}
