using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Drawbridge.Broker.Passkeys;

/// <summary>From which pages an answer of a passkey is taken.</summary>
internal static class PasskeyOrigin
{
    private const int HttpsPort = 443;

    /// <summary>
    /// True for a page of this very host over https. In a frame, the page around it must be one of the broker's applications, and the browser has
    /// to say which one it is.
    /// </summary>
    public static bool IsAllowed(PasskeyOriginValidationContext answer) =>
        IsHost(answer.Origin, answer.HttpContext.Request.Host)
        && (!answer.CrossOrigin || ScreenHeaders.EmbeddersOf(answer.HttpContext.GetBroker()).Contains(answer.TopOrigin, StringComparer.OrdinalIgnoreCase));

    /// <summary>False where browsers have no passkeys: on addresses without a name.</summary>
    public static bool HasPasskeys(HostString host) => !System.Net.IPAddress.TryParse(host.Host.Trim('[', ']'), out _);

    private static bool IsHost(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttps
        && url.UserInfo.Length == 0
        && string.Equals(origin, url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        && string.Equals(url.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && url.Port == (host.Port ?? HttpsPort);
}
