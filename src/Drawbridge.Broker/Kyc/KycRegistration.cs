using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Desk;
using Drawbridge.Broker.Kyc.Ends;
using Drawbridge.Broker.Kyc.Files;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Kyc.Rights;
using Drawbridge.Broker.Kyc.Screens;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Kyc;

/// <summary>Puts verifications into a host.</summary>
internal static class KycRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddKyc(this IServiceCollection services)
    {
        services.TryAddSingleton<KycAnswers>();
        services.TryAddSingleton<KycStore>();
        services.TryAddSingleton<KycCases>();
        services.TryAddSingleton<KycFileStore>();
        services.TryAddSingleton<KycRights>();
        services.TryAddSingleton<KycProviderStore>();
        services.TryAddSingleton<KycVerdicts>();
        services.TryAddSingleton<KycNotifications>();
        services.TryAddSingleton<IKycProvider, HostedKycProvider>();
        services.TryAddSingleton<KycProviderWorker>();
        services.TryAddSingleton<KycDeskStore>();
        services.TryAddSingleton<KycDesk>();
        services.TryAddSingleton<KycDeskEndpoints>();
        services.TryAddSingleton<KycUploads>();
        services.TryAddSingleton<KycEntrance>();
        services.TryAddSingleton<KycStanding>();
        services.TryAddSingleton<KycEndpoints>();
        services.TryAddSingleton<KycStepEndpoints>();
        services.AddJobHandler<KycRightsWorker>();
        services.AddJobHandler<KycExpiryWorker>();
        services.AddJobHandler<KycRetentionWorker>();
        services.AddJobHandler<KycProviderWorker>();

        // An answer that leads elsewhere is none: the signature is meant for the address that was configured.
        services.AddHttpClient(HostedKycProvider.Client, static client => client.Timeout = Timeout)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false });
        return services;
    }

    public static void MapKyc(this IEndpointRouteBuilder routes)
    {
        KycEndpoints.Map(routes);
        KycNotifications.Map(routes);
        KycDeskEndpoints.Map(routes);
    }
}
