using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Agreements;

/// <summary>Puts agreements into a host.</summary>
internal static class AgreementRegistration
{
    public static IServiceCollection AddAgreements(this IServiceCollection services)
    {
        services.TryAddSingleton<AgreementStore>();
        services.TryAddSingleton<AgreementGate>();
        return services;
    }
}
