using Drawbridge.Broker.Partners.Agreements;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Events;
using Drawbridge.Broker.Partners.Introducers;
using Drawbridge.Broker.Partners.Invite;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Partners.Portal;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Referrals;
using Drawbridge.Broker.Partners.Reports;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Transfers;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Partners;

/// <summary>Puts partners into a host.</summary>
internal static class PartnerServices
{
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        services.TryAddSingleton<PartnerStore>();
        services.TryAddSingleton<PartnerTreeStore>();
        services.TryAddSingleton<PartnerService>();
        services.TryAddSingleton<AttributionStore>();
        services.TryAddSingleton<AttributionService>();
        services.TryAddSingleton<PartnerConsentStore>();
        services.TryAddSingleton<PartnerAgreements>();
        services.TryAddSingleton<ReferralJobs>();
        services.TryAddSingleton<PartnerEvents>();
        services.TryAddSingleton<PartnerFollowUps>();
        services.TryAddSingleton<AttributionChanges>();
        services.TryAddSingleton<IntroducerJobs>();
        services.TryAddSingleton<IntroducerStore>();
        services.TryAddSingleton<IntroducerWalk>();
        services.TryAddSingleton<PartnerLineStore>();
        services.TryAddSingleton<TransferStore>();
        services.TryAddSingleton<TransferService>();
        services.AddJobHandler<IntroducerHandler>();
        services.AddJobHandler<IntroducerWalk>();
        services.AddJobHandler<TransferHandler>();
        services.AddPartnerReports();
        services.TryAddSingleton<InviteTokenStore>();
        services.TryAddSingleton<InvitationStore>();
        services.TryAddSingleton<InviteService>();
        services.TryAddSingleton<PartnerSweep>();
        services.AddRewards();
        services.AddJobHandler<ReferralHandler>();
        services.AddJobHandler<InvitePull>();
        services.AddHostedService(static provider => provider.GetRequiredService<PartnerSweep>());
        services.AddPartnerLinks();
        services.AddPartnerPortal();
        return services;
    }

    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        InviteEndpoints.Map(routes);
        Api.PartnerApi.Map(routes);
        Api.AttributionApi.Map(routes);
        TransferApi.Map(routes);
        Reports.Api.ReportApi.Map(routes);
        routes.MapPartnerLinks();
        routes.MapPartnerPortal();
        RewardRegistration.Map(routes);
    }
}
