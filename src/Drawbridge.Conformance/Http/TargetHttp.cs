using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Http;

/// <summary>Sends requests to targets: no redirects followed, no cookies kept, certificates checked. Every request and answer can be shown.</summary>
public sealed class TargetHttp : IDisposable
{
    private const int LongestShown = 16 * 1024;
    private const int LongestRead = 4 * 1024 * 1024;

    private readonly HttpMessageInvoker _http;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    /// <param name="authorityFiles">PEM files with authorities that are trusted besides the operating system's.</param>
    /// <param name="limit">How long a request may take.</param>
    /// <param name="secrets">What is not shown.</param>
    /// <param name="time">The time.</param>
    public TargetHttp(IEnumerable<string> authorityFiles, TimeSpan limit, Secrets secrets, TimeProvider time)
    {
        (_limit, _time, Secrets) = (limit, time, secrets);
        Authorities = [.. authorityFiles.Distinct(StringComparer.Ordinal).SelectMany(ReadAuthorities)];
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            SslOptions = new() { RemoteCertificateValidationCallback = Validate },
        });
    }

    public Secrets Secrets { get; }

    /// <summary>Authorities that are trusted besides the operating system's.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="show">Gets the exchange, masked, whatever comes of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationFaultException">The target cannot be reached.</exception>
    /// <exception cref="NonconformityException">It took the request and gave no answer.</exception>
    public async Task<Answer> SendAsync(TargetRequest request, Action<Exchange> show, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.FullUrl);
        if (request.Body is not null || request.ContentType is not null && request.Method == HttpMethod.Post)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body ?? ""));
            if (request.ContentType is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
            }
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        var startedAt = _time.GetUtcNow();
        var since = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(message, either.Token);
            var body = await ReadAsync(response, either.Token);
            var answer = new Answer
            {
                Status = (int)response.StatusCode,
                Headers = [.. response.Headers.Concat(response.Content.Headers).SelectMany(static header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))],
                Body = body,
                Duration = _time.GetElapsedTime(since),
            };
            show(Shown(request, startedAt, _time.GetElapsedTime(since)) with
            {
                Status = answer.Status, AnswerHeaders = Masked(answer.Headers), AnswerBody = Cut(Secrets.Mask(body)),
            });
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            show(Shown(request, startedAt, _time.GetElapsedTime(since)) with { Failure = $"no answer within {_limit.TotalSeconds:0.#} s" });
            throw new NonconformityException("an answer", $"none within {_limit.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            var failure = Unreachable(e, request.Url);
            show(Shown(request, startedAt, _time.GetElapsedTime(since)) with { Failure = failure?.Message ?? "the connection ended without an answer" });
            throw failure ?? (Exception)new NonconformityException("an answer", "the connection ended without one");
        }
        catch (IOException)
        {
            show(Shown(request, startedAt, _time.GetElapsedTime(since)) with { Failure = "the connection ended in the middle of the answer" });
            throw new NonconformityException("an answer", "the connection ended in the middle of it");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What keeps a server from being reached, for a person; null when it was reached.</summary>
    private static ConfigurationFaultException? Unreachable(HttpRequestException e, Uri url) => (e.HttpRequestError, e.InnerException) switch
    {
        (HttpRequestError.NameResolutionError, _) => new($"the name {url.Host} is not known here", "Correct the address in the plan, or add the name to DNS or to the hosts file of this machine."),
        (HttpRequestError.SecureConnectionError, AuthenticationException) => new(
            $"the certificate of {url.Authority} is not trusted here",
            "Give the authority that signed it as a PEM file (authorityFile in the plan), or have the server use a certificate of a public one; a real application accepts no other."),
        (HttpRequestError.SecureConnectionError, _) => new($"{url.Authority} does not speak TLS", "Correct the port in the plan, or switch https on at the server."),
        (_, SocketException { SocketErrorCode: SocketError.ConnectionRefused }) => new($"nothing listens at {url.Authority}", "Start the server, or correct host and port in the plan."),
        (HttpRequestError.ConnectionError, _) => new($"{url.Authority} cannot be reached", "Look at the network and at firewalls between this machine and that address."),
        _ => null,
    };

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || Authorities.Count == 0)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(Authorities.ToArray());
        foreach (var element in chain?.ChainElements.Skip(1) ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = new X509Certificate2(certificate);
        return own.Build(leaf);
    }

    private Exchange Shown(TargetRequest request, DateTimeOffset startedAt, TimeSpan duration) => new()
    {
        Method = request.Method.Method,
        Url = Secrets.Mask(request.FullUrl.AbsoluteUri),
        RequestHeaders = Masked(request.ContentType is null ? request.Headers : [.. request.Headers, KeyValuePair.Create("Content-Type", request.ContentType)]),
        RequestBody = request.Body is null ? null : Cut(Secrets.Mask(request.Body)),
        StartedAt = startedAt,
        Duration = duration,
    };

    private List<KeyValuePair<string, string>> Masked(IEnumerable<KeyValuePair<string, string>> headers) =>
        [.. headers.Select(header => KeyValuePair.Create(header.Key, header.Key.ToLowerInvariant() is "set-cookie" or "cookie" or "authorization" ? Cookie(header.Value) : Secrets.Mask(header.Value)))];

    /// <summary>Name and attributes of a cookie are what matters; its value is not shown.</summary>
    private static string Cookie(string header)
    {
        var (start, end) = (header.IndexOf('=', StringComparison.Ordinal), header.IndexOf(';', StringComparison.Ordinal));
        return start < 0 || end >= 0 && end < start ? "{masked}" : $"{header[..(start + 1)]}{{masked}}{(end < 0 ? "" : header[end..])}";
    }

    private static string Cut(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}… ({text.Length} characters)";

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; buffer.Length < LongestRead && (read = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            buffer.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static IEnumerable<X509Certificate2> ReadAuthorities(string file)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPemFile(file);
        return read;
    }
}
