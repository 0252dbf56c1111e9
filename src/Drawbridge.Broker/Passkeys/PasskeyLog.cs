using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Passkeys;

/// <summary>What passkeys were used for, by broker and user id (BID-9).</summary>
internal static partial class PasskeyLog
{
    [LoggerMessage(LogLevel.Information, "Passkey of user {UserId} of {BrokerName} ({BrokerCrmName}) was right")]
    public static partial void Used(ILogger logger, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Warning, "Passkey refused at {BrokerName} ({BrokerCrmName}), user {UserId}: not theirs, not of this page, or a counter that went back")]
    public static partial void Refused(ILogger logger, string brokerName, string brokerCrmName, long? userId);

    [LoggerMessage(LogLevel.Warning, "Passkey not added at {BrokerName} ({BrokerCrmName}), user {UserId}: the browser's answer does not fit")]
    public static partial void NotAdded(ILogger logger, string brokerName, string brokerCrmName, long userId);
}
