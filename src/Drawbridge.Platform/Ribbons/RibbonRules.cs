using System.Globalization;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Ribbons;

/// <summary>What a ribbon must look like (B2P-3.9-6..12).</summary>
internal static class RibbonRules
{
    private const int ColorLength = 7;

    /// <summary>Keys that are missing or wrong, each with the place of its ribbon.</summary>
    public static IEnumerable<string> Wrong(IReadOnlyList<Ribbon?> ribbons) => ribbons.Index().SelectMany(static entry => Wrong(entry.Item, entry.Index));

    private static IEnumerable<string> Wrong(Ribbon? ribbon, int index) => new (string Key, bool IsWrong)[]
    {
        ("color", !IsColor(ribbon?.Color)), // B2P-3.9-6
        ("title", string.IsNullOrWhiteSpace(ribbon?.Title)), // B2P-3.9-7
        ("enabled", ribbon?.Enabled is null), // B2P-3.9-8
        ("closable", ribbon?.Closable is null), // B2P-3.9-9
        ("action", !IsAction(ribbon?.Action)), // B2P-3.9-10
        ("ctidTraderAccountId", ribbon?.CtidTraderAccountId is { } id && !TryAccount(id, out _)), // B2P-3.9-12
    }.Where(static entry => entry.IsWrong).Select(entry => $"rules.ribbons[{index.ToString(CultureInfo.InvariantCulture)}].{entry.Key}");

    public static bool TryAccount(string text, out long account) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out account);

    private static bool IsColor(string? text) => text is ['#', ..] && text.Length == ColorLength && text.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Exactly one address, for a browser: a script as an address would run in the application.</summary>
    private static bool IsAction(RibbonAction? action) => action switch
    {
        { UrlExternal: { } external, UrlInApp: null } => IsWebAddress(external),
        { UrlExternal: null, UrlInApp: { } inApp } => IsWebAddress(inApp),
        _ => false,
    };

    private static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
