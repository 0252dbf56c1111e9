using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Screens;

/// <summary>How cookies of the screens are set.</summary>
internal static class ScreenCookies
{
    /// <summary>
    /// For this host alone (the names begin with <c>__Host-</c>), never readable by scripts, and sent inside a third-party iframe, where
    /// the browser keeps them apart per embedding site (SCR-76).
    /// </summary>
    /// <param name="lifetime">How long the browser keeps it; null = until it is closed.</param>
    public static CookieOptions Options(TimeSpan? lifetime) => new()
    {
        Path = "/",
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.None,
        MaxAge = lifetime,
        IsEssential = true,
        Extensions = { "Partitioned" },
    };
}
