using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Addresses of the CRM's own pages.</summary>
internal static class CrmPageLink
{
    /// <summary>With the look of the flow, and with who brought the user, whom the CRM wants to know (SCR-22, SCR-24, SCR-25, SCR-30, SCR-31). Broker and success URL are ours alone.</summary>
    public static string To(Uri page, Screen screen)
    {
        var from = screen.Parameters;
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["lang"] = screen.Texts.Language,
            ["theme"] = screen.Theme,
            ["source"] = from.Source,
            ["partnerId"] = from.PartnerId,
            ["utm_source"] = from.UtmSource,
            ["utm_medium"] = from.UtmMedium,
            ["utm_campaign"] = from.UtmCampaign,
            ["utm_term"] = from.UtmTerm,
            ["gclid"] = from.Gclid,
        };
        return QueryHelpers.AddQueryString(page.OriginalString, query.Where(static pair => pair.Value is not null));
    }
}
