using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.OneTimeTokens;

internal static partial class OneTimeTokenLog
{
    [LoggerMessage(1101, LogLevel.Warning,
        "An OT token of broker {BrokerName} of CRM {BrokerCrmName} was presented twice ({Token}); the access token of its first use is revoked.")]
    public static partial void Replayed(ILogger log, string brokerName, string brokerCrmName, TokenFingerprint token);
}
