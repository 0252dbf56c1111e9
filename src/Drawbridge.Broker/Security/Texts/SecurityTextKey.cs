using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Security.Texts;

/// <summary>Texts of the client area's security pages.</summary>
internal static class SecurityTextKey
{
    public static readonly TextKey SecurityTitle = new();
    public static readonly TextKey SecurityPasswordHint = new();
    public static readonly TextKey SecurityChange = new();
    public static readonly TextKey SecurityPending = new();
    public static readonly TextKey PasswordChangeTitle = new();
    public static readonly TextKey PasswordChangeIntro = new();
    public static readonly TextKey PasswordChangedTitle = new();
    public static readonly TextKey PasswordChangedIntro = new();
    public static readonly TextKey ErrorPasswordWrong = new();
    public static readonly TextKey ErrorPasswordSame = new();
    public static readonly TextKey EmailChangeTitle = new();
    public static readonly TextKey EmailChangeIntro = new();
    public static readonly TextKey NewEmail = new();
    public static readonly TextKey EmailChangeSubmit = new();
    public static readonly TextKey EmailChangeOther = new();
    public static readonly TextKey EmailChangeTellingTitle = new();
    public static readonly TextKey EmailChangeTellingIntro = new();
    public static readonly TextKey EmailChangedTitle = new();
    public static readonly TextKey EmailChangedIntro = new();
    public static readonly TextKey EmailChangeRefusedTitle = new();
    public static readonly TextKey EmailChangeRefusedIntro = new();
    public static readonly TextKey EmailChangeNoMail = new();
    public static readonly TextKey EmailChangeRefresh = new();
    public static readonly TextKey ErrorEmailSame = new();
    public static readonly TextKey ErrorEmailBusy = new();
    public static readonly TextKey DevicesTitle = new();
    public static readonly TextKey DevicesHint = new();
    public static readonly TextKey DevicesShow = new();
    public static readonly TextKey DevicesIntro = new();
    public static readonly TextKey DevicesUnknown = new();
    public static readonly TextKey DevicesCurrent = new();
    public static readonly TextKey DevicesSeen = new();
    public static readonly TextKey DevicesApplication = new();
    public static readonly TextKey DevicesSince = new();
    public static readonly TextKey DevicesEndOthers = new();
}
