using System.Net.Security;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Management;
using Drawbridge.Client.Platform.Wire;
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

    private const int LargestAnswer = 64 * 1024;

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
                client.MaxResponseContentBufferSize = LargestAnswer;
            })
            .RemoveAllLoggers() // the factory's own loggers print headers, which carry secrets
            .ConfigurePrimaryHttpMessageHandler(static provider => NewHandler(provider.GetRequiredService<IOptions<CrmCallOptions>>().Value));
        return services;
    }

    private static SocketsHttpHandler NewHandler(CrmCallOptions options)
    {
        // A redirect would carry secrets to an address nobody configured.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout };
        if (options.AuthorityFile is { } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = ExtraAuthority.FromFile(file).Validate };
        }

        return handler;
    }
}
