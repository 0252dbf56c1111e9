namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>A page in which cTrader Web opens on another site.</summary>
/// <param name="TokenFromSite">The site brings the OT tokens; else who is logged in here is who trades.</param>
/// <param name="Embedder">Origin of the site, one of the broker's; null when it did not say.</param>
/// <param name="LogsIn">Nobody is logged in yet.</param>
/// <param name="SealedSession">Of a browser that keeps no cookies.</param>
internal sealed record SiteFrameModel(bool TokenFromSite, string? Embedder, bool LogsIn, string? SealedSession);

/// <summary>Why nothing opens.</summary>
/// <param name="Code">For the site's script.</param>
/// <param name="Embedder">Origin of the site, one of the broker's; null when it did not say.</param>
internal sealed record SiteRefusalModel(string Code, string? Embedder);

/// <summary>A window that lends the login of the client area to a frame.</summary>
/// <param name="Token">OT token for the frame, null when there is none for this user.</param>
internal sealed record SiteConnectModel(string? Token);
