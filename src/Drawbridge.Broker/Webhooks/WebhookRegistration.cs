using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Webhooks;

/// <summary>Puts webhooks into a host.</summary>
internal static class WebhookRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<WebhookSecretSeal>();
        services.TryAddSingleton<WebhookStore>();
        services.TryAddSingleton<WebhookEvents>();

        // An answer that leads elsewhere is none: the signature is meant for the address that was configured.
        services.AddHttpClient(WebhookDelivery.Client, static client => client.Timeout = Timeout)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddJobHandler<WebhookDelivery>();
        return services;
    }
}
