using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Onboarding.Steps;
using Drawbridge.Client.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Onboarding;

internal static class OnboardingServiceCollectionExtensions
{
    /// <summary>Adds onboarding and the platform client. Needs the database, Data Protection, the broker directory and the seal of manager passwords.</summary>
    public static IServiceCollection AddOnboarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDrawbridgePlatformClient();
        services.AddValidatedOptions<OnboardingOptions, OnboardingOptions.Validator>(configuration, OnboardingOptions.Section);
        services.TryAddSingleton<BrokerPlatform>();
        services.TryAddSingleton<AccountPassword>();
        services.TryAddSingleton<AccountStore>();
        services.TryAddSingleton<AccountOpeningStore>();
        services.TryAddSingleton<OnboardingStore>();
        services.TryAddSingleton<WriteOnce>();
        services.TryAddSingleton<UserStep>();
        services.TryAddSingleton<TraderSearch>();
        services.TryAddSingleton<TraderStep>();
        services.TryAddSingleton<LinkStep>();
        services.TryAddSingleton<AgreementStep>();
        services.TryAddSingleton<NextStep>();
        services.TryAddSingleton<OnboardingNode>();
        services.TryAddSingleton<WakeUp>();
        services.TryAddSingleton<OnboardingRunner>();
        services.TryAddSingleton<OnboardingService>();
        services.AddHostedService<OnboardingWorker>();
        return services;
    }
}
