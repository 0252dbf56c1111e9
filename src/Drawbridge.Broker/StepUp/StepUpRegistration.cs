using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.StepUp;

/// <summary>Puts proving once more who one is into a host.</summary>
internal static class StepUpRegistration
{
    public static IServiceCollection AddStepUp(this IServiceCollection services)
    {
        services.TryAddScoped<StepUpService>();
        services.TryAddScoped<WithdrawalProof>();
        return services;
    }
}
