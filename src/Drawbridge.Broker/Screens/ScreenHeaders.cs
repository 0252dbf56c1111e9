using Drawbridge.Broker.Brokers;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Screens;

/// <summary>Headers of every page.</summary>
internal static class ScreenHeaders
{
    /// <summary>
    /// Nothing is loaded from elsewhere, addresses are told to nobody (SCR-55), nothing is kept in caches, and only this broker's
    /// applications, and the sites that show them, may frame the page (SCR-76). <c>form-action</c> holds for the redirect after a form too, hence the success URLs and the pages of payment
    /// providers. No
    /// opener policy: an application that opened the page in a window of its own watches for the success URL there and closes it.
    /// </summary>
    public static void Apply(HttpResponse response, BrokerEntity? broker, string? frameOrigin = null)
    {
        var origins = broker is null ? "" : string.Join(' ', EmbeddersOf(broker));
        var targets = broker is null ? "" : string.Join(' ', OriginsOf(broker).Concat(PaymentPagesOf(broker)).Distinct(StringComparer.OrdinalIgnoreCase));
        var ancestors = origins.Length == 0 ? "'none'" : $"'self' {origins}";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + $"form-action 'self' {targets}".TrimEnd() + $"; frame-ancestors {ancestors}; base-uri 'none'"
            + (frameOrigin is null ? "" : $"; frame-src 'self' {frameOrigin}");
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
    }

    private static IEnumerable<string> PaymentPagesOf(BrokerEntity broker) => broker.PaymentProviders.SelectMany(static provider => provider.Settings.Origins);

    /// <summary>
    /// Who may frame the screens: the broker's applications, and the sites which have them in a frame themselves, because all that are around a page are asked.
    /// </summary>
    public static IEnumerable<string> EmbeddersOf(BrokerEntity broker) =>
        OriginsOf(broker).Concat(broker.Settings.WebOrigins).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the broker's applications are.</summary>
    private static IEnumerable<string> OriginsOf(BrokerEntity broker) =>
        broker.Settings.SuccessUrls.Select(success => success.Url)
            .Append(broker.Settings.WebUrl)
            .OfType<Uri>()
            .Select(url => url.GetLeftPart(UriPartial.Authority))
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
