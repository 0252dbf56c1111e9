using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Platform;

/// <summary>Registers the platform client.</summary>
public static class PlatformClientServiceCollectionExtensions
{
    /// <summary>Adds <see cref="PlatformClients"/> with the settings under <see cref="PlatformClientOptions.Section"/>.</summary>
    public static IServiceCollection AddDrawbridgePlatformClient(
        this IServiceCollection services, Action<PlatformClientOptions>? configure = null)
    {
        var options = services.AddOptions<PlatformClientOptions>().BindConfiguration(PlatformClientOptions.Section).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlatformClientOptions>, PlatformClientOptions.Validator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PlatformClients>();
        return services;
    }
}
