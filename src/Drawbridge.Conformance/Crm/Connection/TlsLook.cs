using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Crm.Connection;

/// <summary>What a server shows when a connection is made to it: whatever the certificate is, the connection is made.</summary>
/// <param name="Certificate">The server's certificate.</param>
/// <param name="Sent">The certificates that it sent, its own among them or not.</param>
/// <param name="NameFits">Whether the certificate is for the host of the plan.</param>
/// <param name="Protocol">The version that both sides agreed on.</param>
internal sealed record TlsLook(X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Sent, bool NameFits, SslProtocols Protocol)
{
    /// <summary>What the target's server shows; looked at once for all cases.</summary>
    public static Task<TlsLook> OfAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync("TLS", () => LookAsync(run, run.Broker.Url, cancellationToken));

    /// <summary>Whether an application would find a way from the certificate to an authority that it trusts.</summary>
    /// <param name="authorities">Authorities of the plan.</param>
    /// <param name="at">When.</param>
    /// <param name="fetches">Whether certificates that the server did not send are fetched from where the others say.</param>
    public X509ChainStatusFlags Faults(IReadOnlyCollection<X509Certificate2> authorities, DateTimeOffset at, bool fetches)
    {
        using var system = Chain(at, fetches);
        if (system.Build(Certificate) || authorities.Count == 0)
        {
            return FlagsOf(system);
        }

        using var own = Chain(at, fetches);
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities.ToArray());
        own.Build(Certificate);
        return FlagsOf(own);
    }

    private X509Chain Chain(DateTimeOffset at, bool fetches)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = !fetches;
        chain.ChainPolicy.VerificationTime = at.LocalDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(Sent.ToArray());
        return chain;
    }

    private static X509ChainStatusFlags FlagsOf(X509Chain chain) => chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);

    private static async Task<TlsLook> LookAsync(CaseRun run, Uri url, CancellationToken cancellationToken)
    {
        run.Note($"looks at the certificate of {url.Authority}");
        List<X509Certificate2> sent = [];
        var errors = SslPolicyErrors.None;
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(url.Host, url.Port, cancellationToken);
            await using var ssl = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, _, chain, found) =>
            {
                errors = found;
                sent = [.. chain?.ChainPolicy.ExtraStore.Select(static one => X509CertificateLoader.LoadCertificate(one.RawData)) ?? []];
                return true;
            });
            await ssl.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.Host }, cancellationToken);
            return new TlsLook(X509CertificateLoader.LoadCertificate(ssl.RemoteCertificate!.GetRawCertData()), sent, !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch), ssl.SslProtocol);
        }
        catch (SocketException)
        {
            throw new ConfigurationFaultException($"nothing listens at {url.Authority}", "Start the server, or correct host and port in the plan.");
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw new NonconformityException("a server that speaks TLS 1.2 or newer", "one with which no TLS connection can be made");
        }
    }
}
