using System.Globalization;
using Drawbridge.Broker.Brokers;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>
/// What the visitor's browser remembers of the links it opened: the references of the last few, in a cookie of the broker's own host, which browsers send to no page in a frame of another
/// site. Only links that were opened as pages get there.
/// </summary>
internal static class ClickMemory
{
    private const int Most = 5;

    /// <summary>The references, the oldest first.</summary>
    public static IReadOnlyList<string> Read(HttpRequest request, BrokerEntity broker) => broker.Settings.Partners.Links.RememberClicks
        ? [.. (request.Cookies[NameOf(broker)] ?? "").Split('.').Where(ClickReference.IsWellFormed).Distinct(StringComparer.Ordinal).TakeLast(Most)]
        : [];

    /// <summary>Adds a reference, for as long as it can count.</summary>
    public static void Add(HttpContext context, BrokerEntity broker, string reference)
    {
        var lifetime = broker.Settings.Partners.Attribution.Window;
        if (!broker.Settings.Partners.Links.RememberClicks || lifetime == TimeSpan.Zero)
        {
            return;
        }

        var references = Read(context.Request, broker).Where(other => other != reference).Append(reference).TakeLast(Most);
        context.Response.Cookies.Append(
            NameOf(broker), string.Join('.', references),
            new CookieOptions { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = lifetime });
    }

    private static string NameOf(BrokerEntity broker) => $"__Host-click-{broker.Id.ToString(CultureInfo.InvariantCulture)}";
}
