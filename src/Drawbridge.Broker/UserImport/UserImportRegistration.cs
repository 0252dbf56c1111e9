using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.UserImport;

/// <summary>Puts the import of users into a host.</summary>
internal static class UserImportRegistration
{
    public static IServiceCollection AddUserImport(this IServiceCollection services)
    {
        services.TryAddSingleton<UserImportStore>();
        services.TryAddSingleton<UserImporter>();
        return services;
    }
}
