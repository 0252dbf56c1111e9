using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Conformance.Browsing;

/// <summary>
/// Makes the browser trust what the plan's authorities signed, and nothing else that this machine does not trust. A browser cannot be given an authority for one run, but it can be
/// told keys whose certificates it takes as they are. So servers that are known beforehand are asked for their certificates; those that an authority of the plan
/// signed for that very name are told.
/// </summary>
internal static class TrustedKeys
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>SHA-256 of public keys, as <c>--ignore-certificate-errors-spki-list</c> takes them.</summary>
    /// <param name="servers">Addresses whose servers will be asked.</param>
    /// <param name="authorities">The plan's.</param>
    /// <param name="time">The time.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(IEnumerable<Uri> servers, IReadOnlyList<X509Certificate2> authorities, TimeProvider time)
    {
        if (authorities.Count == 0)
        {
            return [];
        }

        var leaves = await Task.WhenAll(servers.Where(static url => url.Scheme == "https").DistinctBy(static url => url.Authority).Select(url => LeafAsync(url, authorities, time)));
        return [.. leaves.OfType<string>().Concat(authorities.Select(KeyOf)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The key of a server's certificate; null when the server is not there or no authority of the plan signed it for that name.</summary>
    private static async Task<string?> LeafAsync(Uri url, IReadOnlyList<X509Certificate2> authorities, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(url.Host, url.Port, patience.Token);
            await using var tls = new SslStream(connection.GetStream());
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities.ToArray());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost, CertificateChainPolicy = policy }, patience.Token);
            using var leaf = new X509Certificate2(tls.RemoteCertificate!);
            return KeyOf(leaf);
        }
        catch (Exception e) when (e is SocketException or AuthenticationException or IOException or OperationCanceledException)
        {
            return null; // the browser says what is wrong when it comes there
        }
    }

    private static string KeyOf(X509Certificate2 certificate) => Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
