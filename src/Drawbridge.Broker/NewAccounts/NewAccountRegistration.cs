using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.NewAccounts;

/// <summary>Puts further accounts into a host.</summary>
internal static class NewAccountRegistration
{
    public static IServiceCollection AddNewAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<NewAccountStore>();
        services.TryAddSingleton<NewAccountService>();
        services.TryAddSingleton<NewAccountEndpoints>();
        return services;
    }
}
