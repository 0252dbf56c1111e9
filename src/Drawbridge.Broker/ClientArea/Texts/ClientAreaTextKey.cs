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
}
