using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Broker.Payments.Notifications;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Broker.Payments.Work;
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
        services.TryAddSingleton<NoticeStore>();
        services.TryAddSingleton<PaymentNotifications>();
        services.AddHostedService<NoticeCleanup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPaymentProviderSource, BuiltInProviders>());
        services.TryAddSingleton<PaymentProviders>();
        services.TryAddSingleton<PayerAsking>();
        services.TryAddSingleton<PaymentSender>();
        services.TryAddSingleton<PaymentReconciler>();
        services.TryAddSingleton<PaymentPayouts>();
        services.AddJobHandler<PaymentWorker>();
        return services;
    }
}
