using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Reports.Portal;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>Puts the partner's pages of the client area into a host.</summary>
internal static class PortalServices
{
    public static IServiceCollection AddPartnerPortal(this IServiceCollection services)
    {
        services.TryAddSingleton<PartnerPortal>();
        services.TryAddSingleton<PortalReader>();
        return services;
    }

    /// <summary>Pages of the client area (INV-9, INV-10, FLOW-ATTR1-1, FLOW-ATTR2-4); a further one is described at <see cref="PortalTab"/>.</summary>
    public static void MapPartnerPortal(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ResolveBroker().AsScreens();
        pages.MapPortalOverview();
        pages.MapPortalLinks();
        pages.MapPortalCodes();
        pages.MapPortalTraders();
        pages.MapPortalReports();
        pages.MapPortalAgreements();
    }
}
