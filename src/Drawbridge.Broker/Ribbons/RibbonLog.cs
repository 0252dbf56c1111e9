using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Ribbons;

internal static partial class RibbonLog
{
    [LoggerMessage(LogLevel.Warning, "Whether the ribbons of user {CtraderUserId} of broker {BrokerName} at {CrmName} arrived is not known; they are sent again: {Reason}")]
    public static partial void InDoubt(ILogger logger, string brokerName, string crmName, long ctraderUserId, string reason);

    [LoggerMessage(LogLevel.Warning, "The platform refused the ribbons of user {CtraderUserId} of broker {BrokerName} at {CrmName}: {Reason}")]
    public static partial void Refused(ILogger logger, string brokerName, string crmName, long ctraderUserId, string reason);

    [LoggerMessage(LogLevel.Warning, "The balances of accounts of broker {BrokerName} at {CrmName} could not be read; campaigns go by what was read before: {Reason}")]
    public static partial void NoBalances(ILogger logger, string brokerName, string crmName, string reason);

    [LoggerMessage(LogLevel.Error, "{What} of ribbons was interrupted; it is tried again")]
    public static partial void Interrupted(ILogger logger, Exception exception, string what);
}
