using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.ClientArea;

/// <summary>Has the platform end all sessions of a user (call 3.12, FLOW-LOGOUT-1).</summary>
internal interface IPlatformLogout
{
    /// <summary>Returns once the request is written down; it is sent, and sent again if need be, in the background.</summary>
    Task RequestAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken);

    /// <summary>The same as a part of the caller's write.</summary>
    Task RequestAsync(DbSession session, BrokerEntity broker, BrokerUser user);
}
