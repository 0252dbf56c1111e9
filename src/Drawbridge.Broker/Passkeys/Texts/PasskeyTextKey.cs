using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Passkeys.Texts;

/// <summary>Texts of passkeys.</summary>
internal static class PasskeyTextKey
{
    public static readonly TextKey PasskeyLogin = new();
    public static readonly TextKey PasskeyOr = new();
    public static readonly TextKey PasskeyConfirm = new();
    public static readonly TextKey PasskeyFailed = new();
    public static readonly TextKey ErrorPasskeyRefused = new();
    public static readonly TextKey ErrorPasskeyEnded = new();
    public static readonly TextKey PasskeysTitle = new();
    public static readonly TextKey PasskeysIntro = new();
    public static readonly TextKey PasskeysNone = new();
    public static readonly TextKey PasskeysCount = new();
    public static readonly TextKey PasskeyAdd = new();
    public static readonly TextKey PasskeyName = new();
    public static readonly TextKey PasskeyNameHint = new();
    public static readonly TextKey PasskeyRename = new();
    public static readonly TextKey PasskeyRemove = new();
    public static readonly TextKey PasskeyAddedOn = new();
    public static readonly TextKey PasskeyUsed = new();
    public static readonly TextKey PasskeyUnsupported = new();
    public static readonly TextKey PasskeyElsewhere = new();
    public static readonly TextKey ErrorPasskeyNotAdded = new();
    public static readonly TextKey ErrorPasskeyMany = new();
}
