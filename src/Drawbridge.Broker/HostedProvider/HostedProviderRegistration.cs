using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Payments.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>Puts payment providers that are reached over the network into a host.</summary>
internal static class HostedProviderRegistration
{
    public static IServiceCollection AddHostedProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<HostedProviderOptions, HostedProviderOptions.Validator>(configuration, HostedProviderOptions.Section);
        services.TryAddSingleton<HostedProviderSeal>();
        services.TryAddSingleton<HostedProviderStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPaymentProviderSource, HostedProviders>());
        services.AddHttpClient(HostedPaymentProvider.Client, static (provider, client) =>
            {
                client.Timeout = provider.GetRequiredService<IOptions<HostedProviderOptions>>().Value.Timeout;
                client.MaxResponseContentBufferSize = OutgoingCallOptions.LargestAnswer;
            })
            .RemoveAllLoggers() // the factory's own loggers print headers, one of which is the key
            .ConfigurePrimaryHttpMessageHandler(static provider => provider.GetRequiredService<IOptions<HostedProviderOptions>>().Value.NewHandler());
        return services;
    }
}
