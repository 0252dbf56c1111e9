using Drawbridge.Broker.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Throttling;

/// <summary>Puts throttling into a host.</summary>
internal static class ThrottleRegistration
{
    public static IServiceCollection AddThrottling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<ThrottleOptions, ThrottleOptions.Validator>(configuration, ThrottleOptions.Section);
        services.TryAddSingleton<ThrottleStore>();
        services.TryAddSingleton<Throttle>();
        return services;
    }
}
