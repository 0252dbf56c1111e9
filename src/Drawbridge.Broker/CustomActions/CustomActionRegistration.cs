using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.CustomActions;

/// <summary>Puts custom actions into a host.</summary>
internal static class CustomActionRegistration
{
    public static IServiceCollection AddCustomActions(this IServiceCollection services)
    {
        services.TryAddSingleton<CustomActionStore>();
        services.TryAddSingleton<CustomActionEndpoints>();
        return services;
    }
}
