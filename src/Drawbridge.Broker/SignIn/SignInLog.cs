using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.SignIn;

/// <summary>Every login and signup, by broker and user id (BID-9); never an address, a name or a password.</summary>
internal static partial class SignInLog
{
    [LoggerMessage(LogLevel.Information, "Logged in: user {UserId} of {BrokerName} ({BrokerCrmName})")]
    public static partial void SignedIn(ILogger logger, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Information, "Signed up: user {UserId} of {BrokerName} ({BrokerCrmName})")]
    public static partial void SignedUp(ILogger logger, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Information, "Login refused at {BrokerName} ({BrokerCrmName}), user {UserId}")]
    public static partial void Refused(ILogger logger, string brokerName, string brokerCrmName, long? userId);

    [LoggerMessage(LogLevel.Information, "Signup refused at {BrokerName} ({BrokerCrmName}): user {UserId} has the address")]
    public static partial void SignupRefused(ILogger logger, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Warning, "Login of blocked user {UserId} of {BrokerName} ({BrokerCrmName})")]
    public static partial void Blocked(ILogger logger, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Warning, "Too many attempts at {BrokerName} ({BrokerCrmName})")]
    public static partial void Throttled(ILogger logger, string brokerName, string brokerCrmName);

    [LoggerMessage(LogLevel.Information, "Password reset: user {UserId} of {BrokerName} ({BrokerCrmName})")]
    public static partial void PasswordReset(ILogger logger, string brokerName, string brokerCrmName, long userId);

    [LoggerMessage(LogLevel.Warning, "Mails of {BrokerName} ({BrokerCrmName}) cannot link to the screens: set Drawbridge:Mail:PublicUrl or the broker's Hosts")]
    public static partial void NoPublicUrl(ILogger logger, string brokerName, string brokerCrmName);
}
