using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Doctor.Network;

/// <summary>The network itself.</summary>
internal sealed class SystemNetwork(Authorities authorities, TimeProvider time) : INetwork, IDisposable
{
    private readonly HttpClient _https = New(new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = authorities.Validate });
    private readonly HttpClient _plain = New(ssl: null);

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    [SuppressMessage("Security", "MA0039", Justification = "The certificate is looked at, and nothing is sent over the connection.")]
    [SuppressMessage("Security", "CA5359", Justification = "The same.")]
    public async Task<Handshake> ShakeHandsAsync(Uri address, CancellationToken cancellationToken)
    {
        var (errors, isTrusted) = (SslPolicyErrors.None, false);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address.DnsSafeHost, address.Port, cancellationToken);
            await using var stream = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = address.DnsSafeHost,
                RemoteCertificateValidationCallback = (sender, certificate, chain, found) =>
                {
                    (errors, isTrusted) = (found, authorities.Issued(certificate, chain, found));
                    return true;
                },
            };
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return stream.RemoteCertificate is { } remote
                ? new(Problem: null, X509CertificateLoader.LoadCertificate(remote.GetRawCertData()), errors, isTrusted)
                : new("no certificate was presented");
        }
        catch (SocketException e)
        {
            return new($"no connection ({e.SocketErrorCode})");
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return new("the port does not speak TLS, or no version that we do");
        }
    }

    public async Task<Conversation> AskAsync(Uri address, int times, CancellationToken cancellationToken)
    {
        var answers = new List<Reply>();
        try
        {
            // The first one also connects, so it says nothing about the way.
            (await _https.GetAsync(address, cancellationToken)).Dispose();
            while (answers.Count < times)
            {
                var sent = time.GetUtcNow();
                using var response = await _https.GetAsync(address, cancellationToken);
                answers.Add(new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Date, sent, time.GetUtcNow()));
            }

            return new(answers);
        }
        catch (HttpRequestException e)
        {
            return new(answers, $"no answer ({e.HttpRequestError})");
        }
        catch (IOException)
        {
            return new(answers, "the connection broke");
        }
    }

    public async Task<int?> AskInPlainAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var plain = new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Port = address.Port }.Uri;
            using var response = await _plain.GetAsync(plain, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _https.Dispose();
        _plain.Dispose();
    }

    private static HttpClient New(SslClientAuthenticationOptions? ssl)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (ssl is not null)
        {
            handler.SslOptions = ssl;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // each exam has a limit of its own
    }
}
