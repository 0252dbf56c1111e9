using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Payments;

/// <summary>Puts payments into a host.</summary>
internal static class PaymentRegistration
{
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<PaymentOptions, PaymentOptions.Validator>(configuration, PaymentOptions.Section);
        services.TryAddSingleton<PaymentStore>();
        services.TryAddSingleton<LedgerStore>();
        services.TryAddSingleton<PaymentNotifications>();
        services.TryAddSingleton<PaymentSender>();
        services.TryAddSingleton<PaymentReconciler>();
        services.TryAddSingleton<PaymentPayouts>();
        services.AddJobHandler<PaymentWorker>();
        return services;
    }
}
