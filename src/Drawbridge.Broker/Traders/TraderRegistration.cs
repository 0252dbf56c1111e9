using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Traders;

/// <summary>Puts the access of traders, for who looks after them, into a host.</summary>
internal static class TraderRegistration
{
    public static IServiceCollection AddTraders(this IServiceCollection services)
    {
        services.TryAddSingleton<TraderStore>();
        services.TryAddSingleton<TraderAccess>();
        services.TryAddSingleton<TraderEndpoints>();
        services.TryAddSingleton<TraderCountryEndpoints>();
        return services;
    }
}
