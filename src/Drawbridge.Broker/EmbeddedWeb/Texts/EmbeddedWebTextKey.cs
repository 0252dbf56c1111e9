using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.EmbeddedWeb.Texts;

/// <summary>Texts of trading inside the client area.</summary>
internal static class EmbeddedWebTextKey
{
    public static readonly TextKey TradeTitle = new();
    public static readonly TextKey TradeHere = new();
    public static readonly TextKey TradeStart = new();
    public static readonly TextKey TradeNewTab = new();
    public static readonly TextKey TradeBack = new();
}
