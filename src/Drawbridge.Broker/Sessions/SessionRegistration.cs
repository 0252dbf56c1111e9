using Drawbridge.Broker.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Sessions;

/// <summary>Puts sessions into a host.</summary>
internal static class SessionRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<SessionOptions, SessionOptions.Validator>(configuration, SessionOptions.Section);
        services.TryAddSingleton<SealedText>();
        services.TryAddSingleton<SessionStore>();
        services.TryAddSingleton<SessionService>();
        services.TryAddSingleton<KnownDevice>();
        services.AddHostedService<SessionCleanup>();
        return services;
    }
}
