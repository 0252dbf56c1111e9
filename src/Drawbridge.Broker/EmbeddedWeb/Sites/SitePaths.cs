namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>Where the broker's other sites come to.</summary>
internal static class SitePaths
{
    /// <summary>A link on one of the broker's other sites: makes an OT token and goes to cTrader Web (SCR-82).</summary>
    public const string Open = "/embed/open";

    /// <summary>cTrader Web as a frame of one of the broker's other sites (MOD-6).</summary>
    public const string Frame = "/embed/frame";

    /// <summary>Lets a frame on another site use the login of the client area.</summary>
    public const string Connect = "/embed/connect";

    /// <summary>Makes the OT token of a frame.</summary>
    public const string Launch = "/embed/launch";

    /// <summary>Where a frame's OT token is, and whether its user is still logged in.</summary>
    public const string State = "/embed/state";
}
