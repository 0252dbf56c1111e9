using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration.Start;
using Drawbridge.Broker.Hosting;
using Drawbridge.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Configuration.Versions;

/// <summary>Puts the stored configuration into a host.</summary>
internal static class ConfigurationRegistration
{
    public static IServiceCollection AddStoredConfiguration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<ConfigurationOptions, ConfigurationOptions.Validator>(configuration, ConfigurationOptions.Section);
        services.TryAddSingleton<SecretFingerprints>();
        services.TryAddSingleton<ConfigurationStore>();
        services.TryAddSingleton<ConfigurationWriter>();
        services.TryAddSingleton<ServerSections>();
        services.TryAddSingleton(static provider => new StoredConfiguration(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<ConfigurationStore>(), provider.GetRequiredService<ConfigurationWriter>(),
            provider.GetRequiredService<SecretFingerprints>(), provider.GetRequiredService<BrokerDirectory>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ConfigurationOptions>>(), provider.GetRequiredService<ILogger<StoredConfiguration>>()));
        services.TryAddSingleton<BrokerProvisioning>();
        services.AddHostedService<ConfigurationPolling>();
        return services;
    }
}
