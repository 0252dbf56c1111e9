using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>What is logged of calls to providers: never a body, a key or a signature.</summary>
internal static partial class HostedProviderLog
{
    [LoggerMessage(LogLevel.Warning, "The payment provider {Provider} answered {Status}; it is asked again")]
    public static partial void NotDone(ILogger logger, string provider, int status);

    [LoggerMessage(LogLevel.Warning, "The payment provider {Provider} did not answer in time; it is asked again")]
    public static partial void Late(ILogger logger, string provider);

    [LoggerMessage(LogLevel.Error, "The payment provider {Provider} names a payment page outside its PageOrigins, or none; traders are not sent there")]
    public static partial void StrangePage(ILogger logger, string provider);
}
