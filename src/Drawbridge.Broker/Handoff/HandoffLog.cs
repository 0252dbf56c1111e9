using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Handoff;

/// <summary>Log messages of the handoff (BID-9). No token and no address.</summary>
internal static partial class HandoffLog
{
    [LoggerMessage(LogLevel.Error,
        "The platform refuses to redeem tokens of {BrokerName} of {BrokerCrmName} with {Status} {ErrorCode}: its manager needs the right password, and rights for this broker")]
    public static partial void Refused(ILogger logger, string brokerName, string brokerCrmName, int status, string? errorCode);

    [LoggerMessage(LogLevel.Warning, "A token of {BrokerName} of {BrokerCrmName} could not be redeemed: {Reason}")]
    public static partial void NotRedeemed(ILogger logger, string brokerName, string brokerCrmName, string reason);

    [LoggerMessage(LogLevel.Error,
        "Account {TraderLogin} belongs to another user at {BrokerName} of {BrokerCrmName} than on the platform, which says that it is user {UserId}'s")]
    public static partial void AccountOfAnotherUser(ILogger logger, long traderLogin, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Error, "The platform names no currency of account {TraderLogin} of {BrokerName} of {BrokerCrmName}")]
    public static partial void AccountWithoutCurrency(ILogger logger, long traderLogin, string brokerName, string brokerCrmName);

    [LoggerMessage(LogLevel.Information, "User {UserId} of {BrokerName} of {BrokerCrmName} is {CtraderUserId} on the platform, by a handoff")]
    public static partial void Linked(ILogger logger, long userId, string brokerName, string brokerCrmName, long ctraderUserId);

    [LoggerMessage(LogLevel.Warning,
        "User {CtraderUserId} of the platform came to {BrokerName} of {BrokerCrmName}, which has no linked user, and none with a proven address that is theirs")]
    public static partial void NotRegistered(ILogger logger, long ctraderUserId, string brokerName, string brokerCrmName);
}
