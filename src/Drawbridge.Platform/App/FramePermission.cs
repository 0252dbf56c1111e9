namespace Drawbridge.Platform.App;

/// <summary>Whether a page lets an application show it in a frame (SCR-76): a browser leaves the frame empty and does not say why.</summary>
internal static class FramePermission
{
    private const string Directive = "frame-ancestors";

    /// <summary>What forbids it, for a developer; null when nothing does.</summary>
    /// <param name="page">Where the page is.</param>
    /// <param name="embedder">Where the application is.</param>
    /// <param name="policies">Values of <c>Content-Security-Policy</c>.</param>
    /// <param name="frameOptions">Values of <c>X-Frame-Options</c>, which count only when no policy names ancestors.</param>
    public static string? FindRefusal(Uri page, Uri embedder, IEnumerable<string> policies, IEnumerable<string> frameOptions)
    {
        var ancestors = policies.SelectMany(static value => value.Split(',')).Select(AncestorsOf).OfType<string[]>().ToList();
        return ancestors.Count > 0
            ? ancestors.Exists(sources => !sources.Any(source => Matches(source, page, embedder))) ? "Content-Security-Policy: frame-ancestors" : null
            : FindRefusal(page, embedder, frameOptions);
    }

    private static string? FindRefusal(Uri page, Uri embedder, IEnumerable<string> frameOptions)
    {
        var values = frameOptions.SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries)).Select(static value => value.ToUpperInvariant()).ToList();
        return values.Contains("DENY") ? "X-Frame-Options: DENY"
            : values.Contains("SAMEORIGIN") && !IsSameOrigin(page, embedder) ? "X-Frame-Options: SAMEORIGIN"
            : null;
    }

    /// <summary>The sources of the first such directive, null when a policy has none.</summary>
    private static string[]? AncestorsOf(string policy) => policy.Split(';')
        .Select(static directive => directive.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(static words => words is [var name, ..] && name.Equals(Directive, StringComparison.OrdinalIgnoreCase))?[1..];

    private static bool Matches(string source, Uri page, Uri embedder)
    {
        if (source is "*" || (source.EndsWith(':') && Same(source[..^1], embedder.Scheme)))
        {
            return true;
        }

        if (Same(source, "'self'"))
        {
            return IsSameOrigin(page, embedder);
        }

        var parts = source.Split("://", 2);
        var authority = parts[^1].Split('/')[0];
        var at = authority.LastIndexOf(':');
        var (host, port) = at < 0 ? (authority, null) : (authority[..at], authority[(at + 1)..]);
        var scheme = parts.Length == 2 ? parts[0] : page.Scheme;
        return (Same(scheme, embedder.Scheme) || (Same(scheme, "http") && Same(embedder.Scheme, "https")))
            && IsHost(host, embedder.Host)
            && (port is "*" || (port is null ? embedder.IsDefaultPort : port == embedder.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static bool IsHost(string pattern, string host) =>
        pattern.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) : Same(pattern, host);

    private static bool IsSameOrigin(Uri one, Uri other) => Same(one.GetLeftPart(UriPartial.Authority), other.GetLeftPart(UriPartial.Authority));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
