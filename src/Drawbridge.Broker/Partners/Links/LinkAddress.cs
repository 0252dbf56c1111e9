using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.EmbeddedWeb.Sites;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Partners.Links;

/// <summary>The addresses of campaign links: the short one that partners share, and where it leads.</summary>
internal static class LinkAddress
{
    /// <summary>The path of short addresses.</summary>
    public const string Path = "/r/";

    /// <summary>What is shared: at the broker's own host, if it has one, else where the request came in.</summary>
    public static string Of(PartnerLink link, BrokerEntity broker, HttpRequest request)
    {
        var host = broker.Settings.Hosts.Count > 0 && !broker.Settings.Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
            ? broker.Settings.Hosts[0]
            : request.Host.Value;
        return $"{Uri.UriSchemeHttps}://{host}{Path}{link.Slug}";
    }

    /// <summary>
    /// Where a link leads: to a screen of the broker, or to an address of its settings. Nothing of the visitor's request gets into it but the language, so that nobody makes a link lead
    /// elsewhere.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="broker">Its broker.</param>
    /// <param name="partnerId">The identifier that the address is to carry (INV-43); null = none.</param>
    /// <param name="click">Reference of the click; null = it is not counted.</param>
    /// <param name="lang">Language that the visitor's link asks for; null = none.</param>
    public static string TargetOf(PartnerLink link, BrokerEntity broker, string? partnerId, string? click, string? lang)
    {
        var parameters = new ScreenParameters
        {
            BrokerName = broker.Name.Value, BrokerCrmName = broker.Crm.Name.Value, Lang = lang, PartnerId = partnerId, Click = click,
            UtmSource = link.UtmSource, UtmMedium = link.UtmMedium, UtmCampaign = link.UtmCampaign, UtmTerm = link.UtmTerm, ToClientArea = true,
        };
        return link.Target switch
        {
            LinkTarget.ClientArea => (parameters with { ToClientArea = false }).UrlFor(ScreenPaths.Client),
            LinkTarget.App when broker.Settings.Partners.Links.AppUrl is { } app => InApplication(app, link, broker, partnerId, lang),
            LinkTarget.Web when broker.Settings.WebUrl is { } web => InApplication(web, link, broker, partnerId, lang),
            _ => (parameters with { FirstLogin = true }).UrlFor(ScreenPaths.Login),
        };
    }

    /// <summary>The word for a target in the API.</summary>
    public static string WordOf(LinkTarget target) => target switch
    {
        LinkTarget.SignUp => "signup",
        LinkTarget.ClientArea => "client",
        LinkTarget.App => "app",
        _ => "web",
    };

    /// <summary>The target of a word, or null.</summary>
    public static LinkTarget? TargetOf(string? word) => Enum.GetValues<LinkTarget>().Where(target => WordOf(target) == word).Select(static target => (LinkTarget?)target).FirstOrDefault();

    /// <summary>
    /// The application opens its login with what its own links carry: the partner by identifier (FLOW-ATTR1-7), and by name (INV-40). It hands the identifier on, and nothing else.
    /// </summary>
    private static string InApplication(Uri application, PartnerLink link, BrokerEntity broker, string? partnerId, string? lang)
    {
        var query = new Dictionary<string, string?>
        {
            ["brokerName"] = broker.Name.Value, ["brokerCrmName"] = broker.Crm.Name.Value, ["u"] = partnerId is null ? null : link.Username, ["partnerId"] = partnerId, ["lang"] = lang,
            ["utm_source"] = link.UtmSource, ["utm_medium"] = link.UtmMedium, ["utm_campaign"] = link.UtmCampaign, ["utm_term"] = link.UtmTerm,
        };
        return QueryHelpers.AddQueryString(Deeplink.Resolve(application, link.DeepLink).AbsoluteUri, query.Where(static pair => pair.Value is not null));
    }
}
