using System.Globalization;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>Whom a partner brought (INV-9, FLOW-ATTR1-9), and the partners below (INV-3).</summary>
internal static class PortalTraderEndpoints
{
    public static void MapPortalTraders(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.PartnerTraders, ListAsync);
        pages.MapGet(ScreenPaths.PartnerNetwork, ListPartnersAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PartnerPortal portal, PortalReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerTraders, cancellationToken);
        return visit is null ? answer! : PartnerPortal.Show<PartnerTradersPage>(context, await reader.ReadTradersAsync(context, visit, visit.Partner!, BeforeOf(context), cancellationToken));
    }

    private static async Task<IResult> ListPartnersAsync(HttpContext context, PartnerPortal portal, PortalReader reader, CancellationToken cancellationToken)
    {
        var (visit, answer) = await portal.EnterAsync(context, ScreenPaths.PartnerNetwork, cancellationToken);
        return visit is null ? answer! : PartnerPortal.Show<PartnerNetworkPage>(context, await reader.ReadNetworkAsync(context, visit, visit.Partner!, BeforeOf(context), cancellationToken));
    }

    private static long BeforeOf(HttpContext context) =>
        long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : long.MaxValue;
}
