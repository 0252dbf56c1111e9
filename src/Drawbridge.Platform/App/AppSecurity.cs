using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.App;

/// <summary>What the app's pages may load, and who may show them in a frame.</summary>
internal sealed class AppSecurity(IOptions<PlatformOptions> options)
{
    /// <summary>The brokers' client areas may embed the app (FLOW-EMBED-2); nobody else may frame it.</summary>
    public string Policy { get; } = string.Join(
        "; ",
        "default-src 'self'",
        "frame-src https:",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self' https://localhost:*",
        $"frame-ancestors {string.Join(' ', Ancestors(options.Value))}",
        "base-uri 'none'",
        "form-action 'self'");

    private static IEnumerable<string> Ancestors(PlatformOptions options) =>
        options.Crms.Select(static crm => new Uri(crm.BaseUrl, UriKind.Absolute).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal).Prepend("'self'");
}
