using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Funnel;

/// <summary>Puts the funnel into a host.</summary>
internal static class FunnelRegistration
{
    public static IServiceCollection AddFunnel(this IServiceCollection services)
    {
        services.TryAddSingleton<FunnelPseudonyms>();
        services.TryAddSingleton<FunnelStore>();
        services.TryAddSingleton<FunnelRecorder>();
        services.AddHostedService(static provider => provider.GetRequiredService<FunnelRecorder>());
        return services;
    }
}
