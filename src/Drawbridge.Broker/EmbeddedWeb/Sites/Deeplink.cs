using System.Text.RegularExpressions;

namespace Drawbridge.Broker.EmbeddedWeb.Sites;

/// <summary>
/// Paths that lead to a place in cTrader Web, such as <c>/symbols/EURUSD/chart</c> (SCR-83). The known ones are those of SCR-84; others are let through, because
/// they cannot leave the platform's own site.
/// </summary>
internal static partial class Deeplink
{
    private const int Longest = 200;

    /// <summary>Whether it is a path and nothing but a path.</summary>
    public static bool IsUsable(string text) => text.Length <= Longest && Path().IsMatch(text);

    /// <summary>The address of the place: the path counts from where cTrader Web lies, and what its address has behind a question mark stays.</summary>
    public static Uri Resolve(Uri web, string? path) => path is null ? web : new Uri(new Uri(web, "." + path).AbsoluteUri + web.Query);

    // No empty segment and none that begins with a dot: it neither climbs nor names another host.
    [GeneratedRegex("^(/[A-Za-z0-9_~!$&'()*+,;=:@%-][A-Za-z0-9._~!$&'()*+,;=:@%-]*)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();
}
