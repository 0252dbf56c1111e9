using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1901, LogLevel.Debug, "Removed {Count} records of tokens that ended.")]
    public static partial void Cleaned(ILogger log, int count);

    [LoggerMessage(1902, LogLevel.Error, "Removing records of tokens that ended failed; the next round tries again.")]
    public static partial void CleanupFailed(ILogger log, Exception exception);

    [LoggerMessage(1903, LogLevel.Error, "Unexpected failure at {Route} for broker {BrokerName} of CRM {BrokerCrmName}, reference {CorrelationId}: {Failure}")]
    public static partial void Failed(ILogger log, string? route, string? brokerName, string? brokerCrmName, string correlationId, string failure);

    [LoggerMessage(1904, LogLevel.Information, "{Method} {Route} answered {Status} in {Milliseconds} ms for broker {BrokerName} of CRM {BrokerCrmName}, reference {CorrelationId}")]
    public static partial void Answered(
        ILogger log, string method, string? route, int status, double milliseconds, string? brokerName, string? brokerCrmName, string correlationId);
}
