using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.CrmIdentities.Texts;

/// <summary>Texts of logins at the broker's own CRM, and of what the CRM keeps; <c>{0}</c> is the broker.</summary>
internal static class CrmTextKey
{
    public static readonly TextKey CrmLoginIntro = new();
    public static readonly TextKey CrmSignupIntro = new();
    public static readonly TextKey CrmLoginNewWindow = new();
    public static readonly TextKey CrmLoginGoing = new();
    public static readonly TextKey CrmLoginReturning = new();
    public static readonly TextKey CrmLoginFailedTitle = new();
    public static readonly TextKey CrmLoginDenied = new();
    public static readonly TextKey CrmLoginEnded = new();
    public static readonly TextKey CrmLoginUnkept = new();
    public static readonly TextKey CrmLoginAway = new();
    public static readonly TextKey CrmLoginBroken = new();
    public static readonly TextKey CrmLoginUnverified = new();
    public static readonly TextKey CrmLoginTaken = new();
    public static readonly TextKey CrmLoginUnusable = new();
    public static readonly TextKey CrmLoginAgain = new();
    public static readonly TextKey CrmLoginOpenWindow = new();
    public static readonly TextKey CrmPasswordIntro = new();
    public static readonly TextKey CrmEmailIntro = new();
    public static readonly TextKey CrmPageGo = new();
    public static readonly TextKey CrmCheckAway = new();
}
