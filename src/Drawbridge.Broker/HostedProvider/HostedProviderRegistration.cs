using System.Net.Security;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Client.Platform.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.HostedProvider;

/// <summary>Puts payment providers that are reached over the network into a host.</summary>
internal static class HostedProviderRegistration
{
    private const int LargestAnswer = 64 * 1024;

    public static IServiceCollection AddHostedProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<HostedProviderOptions, HostedProviderOptions.Validator>(configuration, HostedProviderOptions.Section);
        services.TryAddSingleton<HostedProviderSeal>();
        services.TryAddSingleton<HostedProviderStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPaymentProviderSource, HostedProviders>());
        services.AddHttpClient(HostedPaymentProvider.Client, static (provider, client) =>
            {
                client.Timeout = provider.GetRequiredService<IOptions<HostedProviderOptions>>().Value.Timeout;
                client.MaxResponseContentBufferSize = LargestAnswer;
            })
            .RemoveAllLoggers() // the factory's own loggers print headers, one of which is the key
            .ConfigurePrimaryHttpMessageHandler(static provider => NewHandler(provider.GetRequiredService<IOptions<HostedProviderOptions>>().Value));
        return services;
    }

    private static SocketsHttpHandler NewHandler(HostedProviderOptions options)
    {
        // A redirect would carry the key to an address nobody configured.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout };
        if (options.AuthorityFile is { } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = ExtraAuthority.FromFile(file).Validate };
        }

        return handler;
    }
}
