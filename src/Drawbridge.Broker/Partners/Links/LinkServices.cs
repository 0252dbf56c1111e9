using Drawbridge.Broker.Partners.Links.Api;
using Drawbridge.Broker.Partners.Links.Clicks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Partners.Links;

/// <summary>Puts links and codes of partners into a host.</summary>
internal static class LinkServices
{
    public static IServiceCollection AddPartnerLinks(this IServiceCollection services)
    {
        services.TryAddSingleton<PartnerLinkStore>();
        services.TryAddSingleton<PartnerLinkService>();
        services.TryAddSingleton<PartnerClickStore>();
        services.TryAddSingleton<ClickVisitors>();
        services.TryAddSingleton<UserOrigins>();
        services.TryAddSingleton<ClickCleanup>();
        services.AddHostedService(static provider => provider.GetRequiredService<ClickCleanup>());
        return services;
    }

    public static void MapPartnerLinks(this IEndpointRouteBuilder routes)
    {
        LandingEndpoint.Map(routes);
        PartnerLinkApi.Map(routes);
    }
}
