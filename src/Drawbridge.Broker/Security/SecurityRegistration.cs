using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Security;

/// <summary>Puts the change of password and address into a host.</summary>
internal static class SecurityRegistration
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.TryAddSingleton<OpenAccess>();
        services.TryAddSingleton<PasswordSetter>();
        services.TryAddSingleton<PasswordCheck>();
        services.TryAddSingleton<EmailChangeStore>();
        services.TryAddSingleton<EmailChange>();
        services.TryAddSingleton<DeviceStore>();
        services.AddJobHandler<EmailChangeHandler>();
        return services;
    }
}
