using Drawbridge.Platform.Brokers;

namespace Drawbridge.Platform.App;

/// <summary>What the app's pages may load, and who may show them in a frame.</summary>
internal sealed class AppSecurity(BrokerDirectory brokers)
{
    /// <summary>The brokers' client areas and other sites may embed the app (FLOW-EMBED-2); nobody else may frame it. It asks their CRMs whether they are there.</summary>
    public string Policy { get; } = string.Join(
        "; ",
        "default-src 'self'",
        "frame-src https:",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        $"connect-src {Sources(brokers.All.SelectMany(static broker => AppConfig.ScreensOf(broker).Append(broker.Peer.BaseUrl.AbsoluteUri)))}",
        $"frame-ancestors {Sources(brokers.All.SelectMany(static broker => broker.Options.WebOrigins.Append(broker.Peer.BaseUrl.AbsoluteUri).Append(broker.Options.ClientAreaUrl)))}",
        "base-uri 'none'",
        "form-action 'self'");

    private static string Sources(IEnumerable<string?> addresses) => string.Join(' ', addresses.OfType<string>()
        .Select(static address => new Uri(address, UriKind.Absolute).GetLeftPart(UriPartial.Authority))
        .Distinct(StringComparer.Ordinal)
        .Prepend("'self'"));
}
