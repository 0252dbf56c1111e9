using Drawbridge.Client.Platform.Calls;
using Drawbridge.Client.Platform.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Platform;

/// <summary>Makes platform clients. One for the whole process: connections, manager tokens and hourly limits are shared by all brokers.</summary>
public sealed class PlatformClients : IDisposable
{
    private readonly PlatformTransport _transport;
    private readonly PlatformClientOptions _options;
    private readonly LostNames _names;
    private readonly ILogger _logger;

    /// <summary>The clients of a process.</summary>
    public PlatformClients(IOptions<PlatformClientOptions> options, TimeProvider time, ILogger<PlatformClient> logger)
    {
        _options = options.Value;
        _names = new LostNames(_options.Names);
        _logger = logger;
        _transport = new PlatformTransport(_options, time, logger);
    }

    /// <summary>The client of a broker. Keep it or make it again, as you like.</summary>
    /// <exception cref="ArgumentException">There is no address, one twice, or one that is not <c>https</c> (B2P-0-2).</exception>
    public PlatformClient For(PlatformPeer peer)
    {
        if (peer.Endpoints.Count == 0 || peer.Endpoints.Distinct().Count() < peer.Endpoints.Count)
        {
            throw new ArgumentException($"The platform of {peer.BrokerName} needs an address, and each address once.", nameof(peer));
        }

        return peer.Endpoints.All(endpoint => IsAllowed(endpoint, _options.AllowLoopbackHttp))
            ? new PlatformClient(new PlatformCaller(peer, CallTerms.Interactive, _transport, _options.Paths, _names, _logger))
            : throw new ArgumentException(
                $"The platform's address for {peer.BrokerName} must be an absolute https URL without query.", nameof(peer));
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static bool IsAllowed(Uri address, bool allowLoopbackHttp) =>
        address.IsAbsoluteUri
        && address.Query.Length == 0
        && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (allowLoopbackHttp && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
