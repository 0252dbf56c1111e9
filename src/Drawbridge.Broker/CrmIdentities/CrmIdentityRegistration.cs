using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Management;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>Puts users of a broker's own CRM into a host.</summary>
internal static class CrmIdentityRegistration
{
    /// <summary>Name of the HTTP client for calls to brokers' own CRMs.</summary>
    public const string Client = "Drawbridge.CrmCalls";

    public static IServiceCollection AddCrmIdentities(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<CrmCallOptions, CrmCallOptions.Validator>(configuration, CrmCallOptions.Section);
        services.TryAddSingleton<CrmSecretSeal>();
        services.TryAddSingleton<CrmSecretStore>();
        services.TryAddSingleton<CrmIdentityStore>();
        services.TryAddSingleton<CrmIdentityLink>();
        services.TryAddSingleton<TokenUsers>();
        services.AddHttpClient(Client, static client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // each call has a limit of its own
                client.MaxResponseContentBufferSize = OutgoingCallOptions.LargestAnswer;
            })
            .RemoveAllLoggers() // the factory's own loggers print headers, which carry secrets
            .ConfigurePrimaryHttpMessageHandler(static provider => provider.GetRequiredService<IOptions<CrmCallOptions>>().Value.NewHandler());
        return services;
    }
}
