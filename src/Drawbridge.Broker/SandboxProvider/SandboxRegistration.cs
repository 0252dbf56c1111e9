using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.SandboxProvider;

/// <summary>Puts the payment provider for development into a host, if it is switched on.</summary>
internal static class SandboxRegistration
{
    public static IServiceCollection AddSandboxProvider(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(SandboxOptions.Section);
        services.AddOptions<SandboxOptions>().Bind(section);
        if (!section.GetValue<bool>(nameof(SandboxOptions.Enabled)))
        {
            return services;
        }

        services.TryAddSingleton<SandboxStore>();
        services.TryAddSingleton<SandboxPaymentProvider>();
        services.AddSingleton<IPaymentProvider>(static provider => provider.GetRequiredService<SandboxPaymentProvider>());
        services.TryAddSingleton<SandboxEndpoints>();
        services.AddJobHandler<SandboxNotifier>();
        return services;
    }
}
