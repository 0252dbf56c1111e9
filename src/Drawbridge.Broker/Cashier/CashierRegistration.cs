using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Cashier;

/// <summary>Puts the cashier into a host.</summary>
internal static class CashierRegistration
{
    public static IServiceCollection AddCashier(this IServiceCollection services)
    {
        services.TryAddSingleton<CashierAccounts>();
        services.TryAddSingleton<CashierGate>();
        services.TryAddSingleton<CashierEndpoints>();
        services.TryAddSingleton<CashierPayments>();
        services.TryAddSingleton<CashierRecords>();
        return services;
    }
}
