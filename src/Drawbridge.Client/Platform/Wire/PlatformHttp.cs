using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>Sends requests and says what is certain about them. One instance, and so one set of connections, serves every broker.</summary>
internal sealed class PlatformHttp : IDisposable
{
    // A full list of traders may be long (WS-55); everything else is small.
    private const int MaximumAnswerBytes = 64 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;

    public PlatformHttp(IOptions<PlatformClientOptions> options, TimeProvider time)
    {
        _time = time;
        _timeout = options.Value.Timeout;
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token to an address nobody configured.
            AllowAutoRedirect = false,
            UseCookies = false,

            // Follows changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxConnectionsPerServer = 64,
        };
        if (options.Value.AuthorityFile is { } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = ExtraAuthority.FromFile(file).Validate,
            };
        }

        _http = new HttpClient(handler, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan, // ours, on the injected clock
            MaxResponseContentBufferSize = MaximumAnswerBytes,
        };
    }

    /// <summary>One attempt. Never throws but for the caller's own cancellation.</summary>
    public async Task<PlatformAnswer> SendAsync(Uri baseUrl, PlatformCall call, string? token, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = call.ToRequest(baseUrl, token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new PlatformAnswer.Response(response.StatusCode, RetryAfter(response), response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return Failed(request, surelyNotSent: false, "timeout");
        }
        catch (HttpRequestException e)
        {
            return Failed(request, IsBeforeSending(e.HttpRequestError), Describe(e));
        }
        catch (IOException)
        {
            return Failed(request, surelyNotSent: false, "connection lost");
        }
    }

    public void Dispose() => _http.Dispose();

    private static PlatformAnswer Failed(HttpRequestMessage request, bool surelyNotSent, string reason) =>
        surelyNotSent || request.Content is JsonBody { Begun: false } ? new PlatformAnswer.NotSent(reason) : new PlatformAnswer.Lost(reason);

    private static bool IsBeforeSending(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError;

    // The framework's messages are not repeated: what they hold is not ours to promise.
    private static string Describe(HttpRequestException e) => e.InnerException switch
    {
        SocketException socket => $"{e.HttpRequestError} ({socket.SocketErrorCode})",
        _ => e.HttpRequestError == HttpRequestError.Unknown ? "connection lost" : e.HttpRequestError.ToString(),
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
