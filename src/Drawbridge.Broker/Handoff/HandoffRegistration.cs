using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Handoff;

/// <summary>Puts the handoff into a host.</summary>
internal static class HandoffRegistration
{
    public static IServiceCollection AddHandoff(this IServiceCollection services)
    {
        services.TryAddSingleton<HandoffUsers>();
        services.TryAddSingleton<HandoffAccounts>();
        services.TryAddSingleton<HandoffService>();
        return services;
    }
}
