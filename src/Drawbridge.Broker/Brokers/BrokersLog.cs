using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Brokers;

internal static partial class BrokersLog
{
    [LoggerMessage(1001, LogLevel.Error, "The directory of brokers could not be read again after a change ({Change}); the one of before stays in force.")]
    public static partial void ReloadFailed(ILogger log, Exception exception, string change);

    [LoggerMessage(1003, LogLevel.Warning, "{BrokerName}: the accent colour {Given} can hardly be told from the ground of the {Theme} theme; {Used} is used there. Choose one with more contrast.")]
    public static partial void ColorChanged(ILogger log, string brokerName, string theme, string given, string used);
}
