namespace Drawbridge.Broker.Sessions;

/// <summary>What a browser calls itself, in words that its owner recognises. Coarse on purpose: it is for people, and nothing hangs on it.</summary>
internal static class DeviceName
{
    // In this order, because browsers also name the ones they descend from.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Browser and system, as far as they can be told; null for neither.</summary>
    public static (string? Browser, string? System) Of(string? userAgent) => (Find(Browsers, userAgent), Find(Systems, userAgent));

    /// <summary>The same as one text to store.</summary>
    public static string? TextOf(string? userAgent) => Of(userAgent) switch
    {
        (null, null) => null,
        ({ } browser, null) => browser,
        (null, { } system) => system,
        var (browser, system) => $"{browser}, {system}",
    };

    private static string? Find((string Mark, string Name)[] known, string? userAgent) =>
        userAgent is null ? null : Array.Find(known, one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
