using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.CredentialCheck;

/// <summary>Puts checks by brokers' own CRMs into a host.</summary>
internal static class CredentialCheckRegistration
{
    public static IServiceCollection AddCredentialCheck(this IServiceCollection services)
    {
        services.TryAddSingleton<CredentialCheckClient>();
        services.TryAddSingleton<CredentialSignIn>();
        return services;
    }
}
