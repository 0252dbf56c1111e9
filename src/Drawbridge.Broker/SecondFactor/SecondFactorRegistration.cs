using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>Puts second factors into a host.</summary>
internal static class SecondFactorRegistration
{
    public static IServiceCollection AddSecondFactor(this IServiceCollection services)
    {
        services.TryAddSingleton<SecondFactorStore>();
        services.TryAddSingleton<SecondFactorService>();
        services.TryAddSingleton<TrustedDevice>();
        services.TryAddScoped<SecondFactorGate>();
        return services;
    }
}
