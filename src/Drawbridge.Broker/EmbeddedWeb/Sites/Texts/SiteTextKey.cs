using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.EmbeddedWeb.Sites.Texts;

/// <summary>Texts of trading on the broker's other sites.</summary>
internal static class SiteTextKey
{
    public static readonly TextKey SiteOpening = new();
    public static readonly TextKey SiteBlocked = new();
    public static readonly TextKey SiteFailed = new();
    public static readonly TextKey SiteLogIn = new();
    public static readonly TextKey SiteLogInIntro = new();
    public static readonly TextKey SiteLogInElsewhere = new();
    public static readonly TextKey SiteConnected = new();
    public static readonly TextKey SiteConnectedIntro = new();
    public static readonly TextKey SiteNotOffered = new();
    public static readonly TextKey SiteNotOfferedIntro = new();
    public static readonly TextKey SiteAgreements = new();
    public static readonly TextKey SiteAccount = new();
    public static readonly TextKey SiteOrigin = new();
}
