using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>Puts logins at brokers' own CRMs into a host.</summary>
internal static class CrmLoginRegistration
{
    public static IServiceCollection AddCrmLogin(this IServiceCollection services)
    {
        services.TryAddSingleton<CrmLoginStore>();
        services.TryAddSingleton<CrmLoginClient>();
        services.TryAddSingleton<CrmLoginFlow>();
        return services;
    }
}
