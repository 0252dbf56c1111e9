using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.CustomActions.Texts;

/// <summary>Texts of custom actions.</summary>
internal static class CustomActionTextKey
{
    public static readonly TextKey ActionListTitle = new();
    public static readonly TextKey ActionSubmit = new();
    public static readonly TextKey ActionDoneTitle = new();
    public static readonly TextKey ActionDoneIntro = new();
}
