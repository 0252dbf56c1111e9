using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CrmApiTokens;

internal static partial class CrmApiTokenLog
{
    [LoggerMessage(1201, LogLevel.Warning, "Somebody gave a wrong password for CRM {BrokerCrmName} (broker {BrokerName}) in call 4.1.")]
    public static partial void WrongPassword(ILogger log, string brokerCrmName, string? brokerName);
}
