using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>Servers that shake hands and say no more, each with a fault of its own.</summary>
internal static class TestServers
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static Certified Expired() => Make(from: -60, to: -1);

    public static Certified NotBegun() => Make(from: 1, to: 60);

    public static Certified AboutToEnd() => Make(to: 5);

    public static Certified OtherHost() => Make(host: "elsewhere.example.test");

    public static Certified Untrusted() => Make() with { Trusted = Root() };

    public static Certified Incomplete() => Make(between: true);

    public static Certified Sha1()
    {
        // Signed by itself: servers refuse to start with anything else that is so weak.
        var key = RSA.Create(2048);
        var request = RequestOf("CN=localhost", key, authority: false, "localhost");
        using var certificate = request.Create(request.SubjectName, new Sha1Signer(key), Now.AddDays(-1), Now.AddDays(60), RandomNumberGenerator.GetBytes(12));
        return CertifiedOf(certificate.CopyWithPrivateKey(key), X509CertificateLoader.LoadCertificate(certificate.RawData));
    }

    /// <summary>A server with a certificate.</summary>
    /// <param name="certified">The certificate, and who is trusted.</param>
    /// <param name="folder">Where the trusted authority's file goes.</param>
    public static async Task<TestServer> TlsAsync(Certified certified, string folder)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(file, certified.Trusted.ExportCertificatePem());
        var context = SslStreamCertificateContext.Create(certified.Own, [.. certified.Sent], offline: true);
        return TestServer.Start(file, async stream =>
        {
            await using var ssl = new SslStream(stream);
            await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context });
            _ = await ssl.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        });
    }

    /// <summary>A server that takes an offer of TLS 1.0.</summary>
    public static Task<TestServer> OldTlsAsync() => Task.FromResult(TestServer.Start(authorityFile: null, static async stream =>
    {
        var header = new byte[5];
        await stream.ReadExactlyAsync(header);
        await stream.WriteAsync(new byte[] { 22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1 }.Concat(new byte[36]).ToArray());
    }));

    /// <summary>A server that refuses every handshake.</summary>
    public static Task<TestServer> NoTlsAsync() => Task.FromResult(TestServer.Start(authorityFile: null, static async stream =>
    {
        await stream.ReadExactlyAsync(new byte[5]);
        await stream.WriteAsync(new byte[] { 21, 3, 1, 0, 2, 2, 40 });
    }));

    private static Certified Make(int from = -1, int to = 60, string host = "localhost", bool between = false)
    {
        var root = Root();
        var signer = between ? Issue("CN=Between", root, -10, 100) : root;
        return CertifiedOf(Issue($"CN={host}", signer, from, to, host), root);
    }

    private static Certified CertifiedOf(X509Certificate2 own, X509Certificate2 trusted) => new(X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), password: null), [], trusted);

    private static X509Certificate2 Root() => RequestOf("CN=Test authority", RSA.Create(2048), authority: true).CreateSelfSigned(Now.AddDays(-100), Now.AddDays(200));

    /// <summary>An authority's certificate, or a server's when there is a host.</summary>
    private static X509Certificate2 Issue(string subject, X509Certificate2 signer, int from, int to, string? host = null)
    {
        var key = RSA.Create(2048);
        using var certificate = RequestOf(subject, key, authority: host is null, host).Create(signer, Now.AddDays(from), Now.AddDays(to), RandomNumberGenerator.GetBytes(12));
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest RequestOf(string subject, RSA key, bool authority, string? host = null)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, hasPathLengthConstraint: false, 0, critical: true));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }

        return request;
    }

    /// <summary>Signs as nobody should any more.</summary>
    private sealed class Sha1Signer(RSA key) : X509SignatureGenerator
    {
        /// <summary>sha1WithRSAEncryption (RFC 3279, 2.2.1).</summary>
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00];

#pragma warning disable CA5350 // The weakness is the point.
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350

        protected override PublicKey BuildPublicKey() => new(key);
    }

    /// <summary>What a server shows.</summary>
    /// <param name="Own">Its certificate, with the key.</param>
    /// <param name="Sent">What it sends besides.</param>
    /// <param name="Trusted">The authority that the plan trusts.</param>
    internal sealed record Certified(X509Certificate2 Own, IReadOnlyList<X509Certificate2> Sent, X509Certificate2 Trusted);
}

/// <summary>A server that does the same for every connection.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string? _authorityFile;

    private TestServer(string? authorityFile) => _authorityFile = authorityFile;

    public static TestServer Start(string? authorityFile, Func<Stream, Task> serve)
    {
        var server = new TestServer(authorityFile);
        server._listener.Start();
        _ = server.ServeAsync(serve);
        return server;
    }

    /// <summary>The same plan for this server.</summary>
    public ConformancePlan Change(ConformancePlan plan) => plan with
    {
        Broker = plan.Broker! with { Url = new Uri($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}"), AuthorityFile = _authorityFile ?? plan.Broker.AuthorityFile },
    };

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Func<Stream, Task> serve)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = OneAsync(client, serve);
        }
    }

    private static async Task OneAsync(TcpClient client, Func<Stream, Task> serve)
    {
        using var connection = client;
        try
        {
            await serve(client.GetStream());
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The caller has seen enough.
        }
    }
}
