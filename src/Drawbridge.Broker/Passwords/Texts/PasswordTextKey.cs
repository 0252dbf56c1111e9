using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Passwords.Texts;

/// <summary>What is wrong with a password.</summary>
internal static class PasswordTextKey
{
    public static readonly TextKey ErrorPasswordMissing = new();
    public static readonly TextKey ErrorPasswordShort = new();
    public static readonly TextKey ErrorPasswordLong = new();
    public static readonly TextKey ErrorPasswordCommon = new();
    public static readonly TextKey ErrorPasswordPersonal = new();
    public static readonly TextKey ErrorPasswordPattern = new();
    public static readonly TextKey ErrorPasswordDate = new();
    public static readonly TextKey ErrorPasswordWord = new();
    public static readonly TextKey ErrorPasswordWeak = new();
}
