using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CrmLogin;

internal static partial class CrmLoginLog
{
    [LoggerMessage(LogLevel.Information, "User {UserId} of broker {BrokerName} at {CrmName} logged in at the broker's own CRM")]
    public static partial void LoggedIn(ILogger logger, string brokerName, string crmName, long userId);

    [LoggerMessage(LogLevel.Warning, "A login at the CRM of broker {BrokerName} at {CrmName} was not accepted: {Reason}")]
    public static partial void NotAccepted(ILogger logger, string brokerName, string crmName, string reason);

    [LoggerMessage(LogLevel.Error, "A login at the CRM of broker {BrokerName} at {CrmName} failed: {Reason}")]
    public static partial void Failed(ILogger logger, string brokerName, string crmName, string reason);
}
