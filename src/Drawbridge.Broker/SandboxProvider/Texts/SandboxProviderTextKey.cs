using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.SandboxProvider.Texts;

/// <summary>Texts of the test payment page.</summary>
internal static class SandboxProviderTextKey
{
    public static readonly TextKey SandboxTitle = new();
    public static readonly TextKey SandboxIntro = new();
    public static readonly TextKey SandboxPay = new();
    public static readonly TextKey SandboxDecline = new();
    public static readonly TextKey SandboxLater = new();
    public static readonly TextKey SandboxSecureTitle = new();
    public static readonly TextKey SandboxSecureIntro = new();
    public static readonly TextKey SandboxSecureConfirm = new();
}
