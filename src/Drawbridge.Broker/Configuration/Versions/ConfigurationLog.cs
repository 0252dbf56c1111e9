using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Configuration.Versions;

internal static partial class ConfigurationLog
{
    [LoggerMessage(1011, LogLevel.Information, "Configuration version {Version}: CRM {BrokerCrmName}, {Changes} changed (CRM and brokers), by {Source} ({Actor}).")]
    public static partial void Applied(ILogger log, long version, string brokerCrmName, int changes, ConfigurationSource source, string actor);

    [LoggerMessage(
        1012, LogLevel.Warning,
        "{Key}: changed in the configuration of the server and at run time since the last start; what was set at run time stays in force. 'drawbridge config apply' or the console decides, or set Drawbridge:Configuration:Owner.")]
    public static partial void Contested(ILogger log, string key);

    [LoggerMessage(1013, LogLevel.Warning, "The configuration of the server was not taken over: {Reason}")]
    public static partial void NotTakenOver(ILogger log, string reason);

    [LoggerMessage(1014, LogLevel.Information, "CRM {BrokerCrmName} is stored and no longer in the configuration of the server; it stays as it is.")]
    public static partial void NoLongerNamed(ILogger log, string brokerCrmName);
}
