using System.Net.Security;
using System.Net.Sockets;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>Sends requests and says what is certain about them. One instance, and so one set of connections, serves every broker.</summary>
internal sealed class PlatformHttp : IDisposable
{
    // A full list of traders may be long (WS-55); everything else is small.
    private const int MaximumAnswerBytes = 64 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _probeTimeout;

    public PlatformHttp(PlatformClientOptions options, TimeProvider time)
    {
        _time = time;
        _probeTimeout = options.ConnectTimeout;
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token to an address nobody configured.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,

            // Follows changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxConnectionsPerServer = 64,
        };
        if (options.AuthorityFile is { } file)
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
    /// <param name="baseUrl">Where to.</param>
    /// <param name="call">What.</param>
    /// <param name="token">Manager token, null for 3.1.</param>
    /// <param name="deadline">Ends the wait for an answer.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<PlatformAnswer> SendAsync(
        Uri baseUrl, PlatformCall call, string? token, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
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
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return WasBegun(request)
                ? new PlatformAnswer.Lost("timeout", IsTimeout: true)
                : new PlatformAnswer.NotSent("timeout before sending", NoConnection: false);
        }
        catch (OperationCanceledException e)
        {
            // The framework's own: the time for connecting is over.
            return e.InnerException is TimeoutException || !WasBegun(request)
                ? new PlatformAnswer.NotSent("connecting took too long")
                : new PlatformAnswer.Lost("connection lost");
        }
        catch (HttpRequestException e)
        {
            return IsBeforeSending(e.HttpRequestError) || !WasBegun(request)
                ? new PlatformAnswer.NotSent(Describe(e))
                : new PlatformAnswer.Lost(Describe(e));
        }
        catch (IOException)
        {
            return WasBegun(request) ? new PlatformAnswer.Lost("connection lost") : new PlatformAnswer.NotSent("connection lost before sending");
        }
    }

    /// <summary>Whether anybody answers there: something cheap is asked for without a token, and any answer of the platform's will do.</summary>
    public async Task<bool> IsThereAsync(Uri baseUrl, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_probeTimeout, _time);
        var answer = await SendAsync(baseUrl, new PlatformCall(PlatformCalls.DepositAssets), token: null, deadline.Token, cancellationToken);
        return answer is PlatformAnswer.Response { IsGatewayFault: false };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>False when the platform cannot have acted on it. A read has no body, and nobody minds.</summary>
    private static bool WasBegun(HttpRequestMessage request) => request.Content is not CallBody { Begun: false };

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
