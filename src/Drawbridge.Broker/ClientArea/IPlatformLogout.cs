using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.ClientArea;

/// <summary>Has the platform end all sessions of a user (call 3.12, FLOW-LOGOUT-1).</summary>
internal interface IPlatformLogout
{
    /// <summary>Returns once the request is written down; it is sent, and sent again if need be, in the background.</summary>
    Task RequestAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken);
}

/// <summary>Stands in where nothing calls the platform, and says so in the log.</summary>
internal sealed class UnwiredPlatformLogout(ILogger<UnwiredPlatformLogout> log) : IPlatformLogout
{
    public Task RequestAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        SignInLog.PlatformLogoutNotWired(log, broker.Name.Value, broker.Crm.Name.Value, user.Id);
        return Task.CompletedTask;
    }
}
