using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Ribbons.Api;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Balances;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Broker.Ribbons.Traders;
using Drawbridge.Broker.UserTags;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Ribbons;

/// <summary>Puts ribbons into a host.</summary>
internal static class RibbonRegistration
{
    public static IServiceCollection AddRibbons(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<RibbonOptions, RibbonOptions.Validator>(configuration, RibbonOptions.Section);
        services.TryAddSingleton<UserTagStore>();
        services.TryAddSingleton<UserTagEndpoints>();
        services.TryAddSingleton<CampaignEndpoints>();
        services.TryAddSingleton<RibbonEndpoints>();
        services.TryAddSingleton<CampaignStore>();
        services.TryAddSingleton<CampaignService>();
        services.TryAddSingleton<CampaignPreviews>();
        services.TryAddSingleton<AudienceQueries>();
        services.TryAddSingleton<TraderRibbons>();
        services.TryAddSingleton<RibbonProgressStore>();
        services.TryAddSingleton<RibbonPlanner>();
        services.TryAddSingleton<RibbonPlanning>();
        services.AddHostedService<RibbonPlanningWorker>();
        services.TryAddSingleton<BalanceStore>();
        services.TryAddSingleton<BalanceNeed>();
        services.AddJobHandler<BalancePull>();
        services.TryAddSingleton<RibbonSetStore>();
        services.TryAddSingleton<RibbonSender>();
        services.AddHostedService<RibbonDeliveryWorker>();
        return services;
    }
}
