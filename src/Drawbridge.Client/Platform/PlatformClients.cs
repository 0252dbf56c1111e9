using Drawbridge.Client.Platform.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Platform;

/// <summary>Makes platform clients. One for the whole process: connections and manager tokens are shared by all brokers.</summary>
public sealed class PlatformClients : IDisposable
{
    private readonly PlatformHttp _http;
    private readonly PlatformTransport _transport;
    private readonly PlatformClientOptions _options;

    /// <summary>The clients of a process.</summary>
    public PlatformClients(IOptions<PlatformClientOptions> options, TimeProvider time, ILogger<PlatformClient> logger)
    {
        _options = options.Value;
        _http = new PlatformHttp(options, time);
        _transport = new PlatformTransport(_http, new ManagerTokenCache(_http, time), time, logger);
    }

    /// <summary>The client of a broker. Keep it or make it again, as you like.</summary>
    /// <exception cref="ArgumentException">The address is not <c>https</c> (B2P-0-2).</exception>
    public PlatformClient For(PlatformEndpoint endpoint) => IsAllowed(endpoint.BaseUrl, _options.AllowLoopbackHttp)
        ? new PlatformClient(endpoint, _transport, _options)
        : throw new ArgumentException(
            $"The platform's address for {endpoint.BrokerName} must be an absolute https URL without query.", nameof(endpoint));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsAllowed(Uri address, bool allowLoopbackHttp) =>
        address.IsAbsoluteUri
        && address.Query.Length == 0
        && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (allowLoopbackHttp && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
