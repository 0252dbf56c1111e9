using System.Globalization;
using System.Text;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.Partners.Links.Clicks;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Screens;

/// <summary>
/// What a screen was asked for in its query string. Reads itself from a request and writes itself to the addresses of the same flow, so
/// that nothing is lost on a redirect or a switch of forms (SCR-36), broker identification first (FLOW-GEN-6). Unknown parameters are dropped; a value that cannot be used counts
/// as absent and never breaks the screen (SCR-35).
/// </summary>
internal sealed record ScreenParameters
{
    /// <summary>Longest <c>partnerId</c> (SCR-25, DEC-27).</summary>
    public const int MaximumPartnerIdLength = 128;

    private const int MaximumTextLength = 256;
    private const int MaximumClickIdLength = 512;
    private const int MaximumEventNameLength = 64;

    private static readonly string[] Sources = ["Web", "Android", "iOS", "MacOS", "Desktop"];

    private static readonly string[] ClientPages = [ScreenPaths.Trade, SitePaths.Frame, SitePaths.Open, SitePaths.Connect, ScreenPaths.Security, ScreenPaths.TwoStep, ScreenPaths.Passkeys, ScreenPaths.Devices, ScreenPaths.ChangePassword, ScreenPaths.ChangeEmail, .. ScreenPaths.PartnerPages];

    /// <summary><c>brokerName</c> as given; checked by broker identification, not here (SCR-20).</summary>
    public string? BrokerName { get; init; }

    /// <summary><c>brokerCrmName</c> as given (SCR-21).</summary>
    public string? BrokerCrmName { get; init; }

    /// <summary>Two lower-case letters (SCR-22); whether the CRM supports the language is decided later (SCR-47).</summary>
    public string? Lang { get; init; }

    /// <summary>One of <c>Web Android iOS MacOS Desktop</c>, in this spelling (SCR-23).</summary>
    public string? Source { get; init; }

    /// <summary><c>light</c> or <c>dark</c> (SCR-24).</summary>
    public string? Theme { get; init; }

    /// <summary>True opens the signup form; false and absent the login form (SCR-26).</summary>
    public bool? FirstLogin { get; init; }

    /// <summary>Who brought the user, any text (SCR-25, MOD-51).</summary>
    public string? PartnerId { get; init; }

    /// <summary>Reference of the click on a partner's link that led here; well-formed, whether it is known or not.</summary>
    public string? Click { get; init; }

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string? UtmTerm { get; init; }

    /// <summary>Google's click identifier (SCR-31).</summary>
    public string? Gclid { get; init; }

    /// <summary>Firebase event of the stage that this address opens (SCR-41).</summary>
    public string? EventName { get; init; }

    /// <summary>Success URL that the request asks for; must equal a configured one (SCR-53).</summary>
    public string? SuccessUrl { get; init; }

    /// <summary>True when the flow began in the client area and leads back there instead of to the success URL (FLOW-CREATE-20).</summary>
    public bool ToClientArea { get; init; }

    /// <summary>Page of the client area that was asked for before the login; one of a few, so that no login leads elsewhere.</summary>
    public string? ClientPage { get; init; }

    /// <summary>Where in cTrader Web to arrive; a path that <see cref="Deeplink"/> takes (SCR-83, SCR-84).</summary>
    public string? DeepLink { get; init; }

    /// <summary>Origin of the site that a page is embedded in, as given; it counts only if the broker has it among its own.</summary>
    public string? Embedder { get; init; }

    /// <summary>Trading account that an in-app screen is about, by either of its names (SCR-28, SCR-29).</summary>
    public long? Account { get; init; }

    /// <summary>True when both names of the account are there and differ (SCR-29).</summary>
    public bool AccountIsAmbiguous { get; init; }

    /// <summary>Which KYC, for the module to know (SCR-33).</summary>
    public string? KycType { get; init; }

    /// <summary>Which custom action (SCR-33).</summary>
    public string? ActionType { get; init; }

    /// <summary>True for the screens inside the mobile applications, the only ones that count Firebase events (SCR-40, SCR-44).</summary>
    public bool IsMobile => Source is "Android" or "iOS";

    public static ScreenParameters From(IQueryCollection query) => new()
    {
        BrokerName = NotEmpty(query["brokerName"].ToString()),
        BrokerCrmName = NotEmpty(query["brokerCrmName"].ToString()),
        Lang = First(query, "lang") is { Length: 2 } lang && lang.All(char.IsAsciiLetter) ? lang.ToLowerInvariant() : null,
        Source = Array.Find(Sources, source => string.Equals(source, First(query, "source"), StringComparison.OrdinalIgnoreCase)),
        Theme = First(query, "theme")?.ToLowerInvariant() is "light" or "dark" ? First(query, "theme")!.ToLowerInvariant() : null,
        FirstLogin = bool.TryParse(First(query, "firstLogin"), out var firstLogin) ? firstLogin : null,
        PartnerId = Text(query, "partnerId", MaximumPartnerIdLength),
        Click = First(query, "click") is { } click && ClickReference.IsWellFormed(click) ? click : null,
        UtmSource = Text(query, "utm_source"),
        UtmMedium = Text(query, "utm_medium"),
        UtmCampaign = Text(query, "utm_campaign"),
        UtmTerm = Text(query, "utm_term"),
        Gclid = Text(query, "gclid", MaximumClickIdLength),
        EventName = EventNameOf(First(query, "eventName")),
        SuccessUrl = First(query, "successUrl") ?? First(query, "redirect"),
        ToClientArea = First(query, "next") == "client",
        ClientPage = Array.Find(ClientPages, page => page == First(query, "page")),
        DeepLink = First(query, "deeplink") is { } link && Deeplink.IsUsable(link) ? link : null,
        Embedder = Text(query, "embedder"),
        Account = AccountOf(query, "account") ?? AccountOf(query, "acc"),
        AccountIsAmbiguous = query.ContainsKey("account") && query.ContainsKey("acc") && AccountOf(query, "account") != AccountOf(query, "acc"),
        KycType = Text(query, "kycType", MaximumEventNameLength),
        ActionType = Text(query, "actionType", MaximumEventNameLength),
    };

    /// <summary>A Firebase event name as it may stand in an address, else null.</summary>
    public static string? EventNameOf(string? text) =>
        text is { Length: > 0 and <= MaximumEventNameLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? text : null;

    /// <summary>
    /// The address of a screen with everything that belongs to the flow. <c>eventName</c> is not part of it: it names one step, and would
    /// be counted again at each further one (SCR-42); <paramref name="eventName"/> is the one of the stage that opens.
    /// </summary>
    public string UrlFor(string path, string? eventName = null)
    {
        var url = new StringBuilder(path);
        foreach (var (name, value) in Pairs(eventName))
        {
            url.Append(url.Length == path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return url.ToString();
    }

    private IEnumerable<(string Name, string Value)> Pairs(string? eventName)
    {
        (string Name, string? Value)[] all =
        [
            ("brokerName", BrokerName),
            ("brokerCrmName", BrokerCrmName),
            ("lang", Lang),
            ("source", Source),
            ("theme", Theme),
            ("firstLogin", FirstLogin switch { true => "true", false => "false", null => null }),
            ("partnerId", PartnerId),
            ("click", Click),
            ("utm_source", UtmSource),
            ("utm_medium", UtmMedium),
            ("utm_campaign", UtmCampaign),
            ("utm_term", UtmTerm),
            ("gclid", Gclid),
            ("successUrl", SuccessUrl),
            ("next", ToClientArea ? "client" : null),
            ("page", ClientPage),
            ("deeplink", DeepLink),
            ("embedder", Embedder),
            ("account", Account?.ToString(CultureInfo.InvariantCulture)),
            ("kycType", KycType),
            ("actionType", ActionType),
            ("eventName", IsMobile ? eventName : null), // SCR-44
        ];
        return all.Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!));
    }

    /// <summary>The first value: a parameter given twice is no reason to break the screen.</summary>
    private static string? First(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count > 0 ? NotEmpty(values[0]) : null;

    private static long? AccountOf(IQueryCollection query, string name) =>
        long.TryParse(First(query, name), NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null;

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Text(IQueryCollection query, string name, int maximum = MaximumTextLength) =>
        First(query, name) is { } text && text.Length <= maximum && !text.Any(char.IsControl) ? text : null;
}
