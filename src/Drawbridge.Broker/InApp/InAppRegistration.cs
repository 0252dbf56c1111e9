using Drawbridge.Broker.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.InApp;

/// <summary>Puts the way into in-app screens into a host.</summary>
internal static class InAppRegistration
{
    public static IServiceCollection AddInApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<InAppOptions, InAppOptions.Validator>(configuration, InAppOptions.Section);
        services.TryAddSingleton<InAppSessionStore>();
        services.TryAddSingleton<InAppSessions>();
        services.TryAddSingleton<InAppTokens>();
        services.TryAddSingleton<InAppScreens>();
        return services;
    }
}
