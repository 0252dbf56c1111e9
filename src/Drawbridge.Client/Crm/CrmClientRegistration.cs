using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Crm;

/// <summary>Adds <see cref="CrmClient"/> to a host.</summary>
public static class CrmClientRegistration
{
    /// <summary>Name of the HTTP client, for a host that asks a CRM's server for something else.</summary>
    public const string HttpClientName = CrmHttp.ClientName;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds <see cref="CrmClient"/>, one for the whole process, so that everybody shares its tokens.</summary>
    /// <returns>The builder of its HTTP client, to which a host may add handlers.</returns>
    public static IHttpClientBuilder AddDrawbridgeCrmClient(this IServiceCollection services, Action<CrmClientOptions>? configure = null)
    {
        services.AddOptions<CrmClientOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrmClientOptions>, CrmClientOptions.Validator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CrmHttp>();
        services.TryAddSingleton(static provider => new CrmClient(provider.GetRequiredService<CrmHttp>()));
        return services.AddHttpClient(CrmHttp.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers() // The factory's own loggers print addresses, which hold tokens (B2P-0-23).
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static provider =>
                NewHandler(provider.GetRequiredService<IOptions<CrmClientOptions>>().Value));
    }

    private static SocketsHttpHandler NewHandler(CrmClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A redirect would carry the token to an address nobody configured.
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = options.Timeout,
        };
        if (options.AuthorityFile is { } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(file) };
        }

        return handler;
    }

    private static X509ChainPolicy TrustOnly(string authorityFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return policy;
    }
}
