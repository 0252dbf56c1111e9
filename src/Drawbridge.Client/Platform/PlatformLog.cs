using Microsoft.Extensions.Logging;

namespace Drawbridge.Client.Platform;

/// <summary>Log messages of the calls to the platform. No address, query or body is ever logged (B2P-0-23).</summary>
internal static partial class PlatformLog
{
    [LoggerMessage(LogLevel.Debug, "Call {Call} for {BrokerName} of {BrokerCrmName} was answered in {Milliseconds:F0} ms ({CorrelationId})")]
    public static partial void Answered(
        ILogger logger, string call, string brokerName, string brokerCrmName, double milliseconds, string correlationId);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call} for {BrokerName} of {BrokerCrmName} was refused: {Status} {ErrorCode} {Description} ({CorrelationId})")]
    public static partial void Refused(
        ILogger logger, string call, string brokerName, string brokerCrmName, int status, string? errorCode, string? description, string correlationId);

    [LoggerMessage(LogLevel.Warning, "Call {Call} for {BrokerName} of {BrokerCrmName} was not sent: {Reason} ({CorrelationId})")]
    public static partial void NotSent(
        ILogger logger, string call, string brokerName, string brokerCrmName, string reason, string correlationId);

    [LoggerMessage(LogLevel.Warning,
        "Call {Call} for {BrokerName} of {BrokerCrmName} was sent, its outcome is unknown: {Reason} ({CorrelationId})")]
    public static partial void Ambiguous(
        ILogger logger, string call, string brokerName, string brokerCrmName, string reason, string correlationId);

    [LoggerMessage(LogLevel.Warning, "The platform's endpoint {Endpoint} is down ({Reason}); calls go to the other one")]
    public static partial void WentDown(ILogger logger, string endpoint, string reason);

    [LoggerMessage(LogLevel.Information, "The platform's endpoint {Endpoint} is there again")]
    public static partial void CameBack(ILogger logger, string endpoint);

    [LoggerMessage(LogLevel.Warning, "Call WS 5.1 for {BrokerName} of {BrokerCrmName} created user {UserId} with the unexpected status {UserStatus}")]
    public static partial void UnexpectedUserStatus(ILogger logger, string brokerName, string brokerCrmName, long userId, string? userStatus);
}
