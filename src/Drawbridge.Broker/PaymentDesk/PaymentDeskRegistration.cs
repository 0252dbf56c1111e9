using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.PaymentDesk;

/// <summary>Puts the desk for payments into a host.</summary>
internal static class PaymentDeskRegistration
{
    public static IServiceCollection AddPaymentDesk(this IServiceCollection services)
    {
        services.TryAddSingleton<PaymentDeskStore>();
        services.TryAddSingleton<PaymentDeskService>();
        services.TryAddSingleton<PaymentDecisions>();
        services.TryAddSingleton<PaymentDeskEndpoints>();
        return services;
    }
}
