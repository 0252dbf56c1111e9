using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Managers;

/// <summary>Whether a manager may call about a CRM or a broker.</summary>
internal sealed class CrmScope(BrokerDirectory directory)
{
    /// <summary>Null when the call may go on: the CRM is known (B2P-3.2-14) and none of its brokers is disabled (B2P-0-18).</summary>
    public PlatformFault? Check(Manager manager, string brokerCrmName)
    {
        if (directory.FindCrm(brokerCrmName) is not { } brokers)
        {
            return new(PlatformErrorCode.BrokerNotFound, "The brokerCrmName is not known here."); // ERR-24
        }

        return brokers.All(broker => manager.ReachesBroker(broker.BrokerName.Value))
            ? null
            : new(PlatformErrorCode.InsufficientPermissions, "A broker of that CRM is disabled for the manager."); // ERR-39
    }
}
