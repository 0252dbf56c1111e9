using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.ClientArea.Texts;

/// <summary>Texts of the client area.</summary>
internal static class ClientAreaTextKey
{
    public static readonly TextKey ClientGreeting = new();
    public static readonly TextKey ClientAccounts = new();
    public static readonly TextKey ClientAccountNumber = new();
    public static readonly TextKey ClientNoAccounts = new();
    public static readonly TextKey ClientOpenTrading = new();
    public static readonly TextKey ClientOpenTradingHint = new();
    public static readonly TextKey ClientFinish = new();
    public static readonly TextKey ClientLogout = new();
    public static readonly TextKey ClientBalance = new();
    public static readonly TextKey ClientEquity = new();
    public static readonly TextKey ClientBalanceAt = new();
    public static readonly TextKey ClientPlatformAway = new();
    public static readonly TextKey ClientPlatformAwaySince = new();
    public static readonly TextKey ClientDocuments = new();
    public static readonly TextKey ClientAccepted = new();
    public static readonly TextKey ClientVerified = new();
    public static readonly TextKey ClientVerificationEnded = new();
    public static readonly TextKey ClientDevices = new();
    public static readonly TextKey ClientFactorOn = new();
    public static readonly TextKey ClientFactorOff = new();
}
