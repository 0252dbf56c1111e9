using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CrmIdentities;

internal static partial class CrmIdentityLog
{
    [LoggerMessage(LogLevel.Information, "User {UserId} of broker {BrokerName} at {CrmName} was created by the word of the broker's own CRM")]
    public static partial void Created(ILogger logger, string brokerName, string crmName, long userId);

    [LoggerMessage(LogLevel.Information, "User {UserId} of broker {BrokerName} at {CrmName} was linked with the broker's own CRM by a verified address")]
    public static partial void Linked(ILogger logger, string brokerName, string crmName, long userId);

    [LoggerMessage(LogLevel.Warning, "The broker's own CRM named the address of user {UserId} of broker {BrokerName} at {CrmName} for somebody else; refused: {Reason}")]
    public static partial void Refused(ILogger logger, string brokerName, string crmName, long userId, string reason);
}
