using Drawbridge.Broker.Partners.Rewards.Api;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Portal;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Partners.Rewards;

/// <summary>Puts rewards of partners into a host.</summary>
internal static class RewardRegistration
{
    public static IServiceCollection AddRewards(this IServiceCollection services)
    {
        services.TryAddSingleton<RewardJobs>();
        services.TryAddSingleton<RewardPlanStore>();
        services.TryAddSingleton<RewardPlanService>();
        services.TryAddSingleton<TradePullStore>();
        services.TryAddSingleton<TradeReading>();
        services.TryAddSingleton<RewardPeopleStore>();
        services.TryAddSingleton<Rewarding>();
        services.TryAddSingleton<RewardReader>();
        services.TryAddSingleton<RunStore>();
        services.TryAddSingleton<StatementCollector>();
        services.TryAddSingleton<StatementStore>();
        services.TryAddSingleton<StatementService>();
        services.TryAddSingleton<HoldStore>();
        services.TryAddSingleton<RewardCaller>();
        services.AddJobHandler<RewardWork>();
        services.AddJobHandler<TradePull>();
        services.AddJobHandler<StatementPayout>();
        return services;
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPortalEarnings();
        PlanApi.Map(routes);
        EarningApi.Map(routes);
        RunApi.Map(routes);
        StatementApi.Map(routes);
    }
}
