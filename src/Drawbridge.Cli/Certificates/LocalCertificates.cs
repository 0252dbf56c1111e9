using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Files;

namespace Drawbridge.Cli.Certificates;

/// <summary>
/// The authority and the server certificate of a data folder, as PEM files: <c>ca.crt</c> and <c>server.crt</c> for everybody,
/// <c>ca.key</c> and <c>server.key</c> for their owner.
/// </summary>
internal sealed class LocalCertificates : IDisposable
{
    // A server certificate this close to its end is replaced at the next start, long before anybody notices.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private LocalCertificates(string folder, X509Certificate2 authority, X509Certificate2 server)
    {
        AuthorityFile = AuthorityFileIn(folder);
        Authority = authority;
        Server = server;
    }

    /// <summary>The authority's certificate, for <c>--cacert</c> and the like.</summary>
    public string AuthorityFile { get; }

    /// <summary>The authority, without its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>What both sides present, with its key.</summary>
    public X509Certificate2 Server { get; }

    public static string AuthorityFileIn(string folder) => Path.Combine(folder, "ca.crt");

    /// <summary>Reads what is there and makes what is missing, does not fit together or ends soon.</summary>
    public static LocalCertificates Ensure(string folder, TimeProvider time)
    {
        PrivateFile.CreateFolder(folder);
        var now = time.GetUtcNow();
        using var authority = Find(folder, "ca", now) ?? Keep(folder, "ca", CertificateMaker.MakeAuthority(now));
        var server = Find(folder, "server", now);
        if (server is null || server.Issuer != authority.Subject)
        {
            server?.Dispose();
            server = Keep(folder, "server", CertificateMaker.MakeServer(authority, now));
        }

        using (server)
        {
            return new LocalCertificates(folder, X509CertificateLoader.LoadCertificate(authority.RawData), Usable(server));
        }
    }

    /// <summary>The authority of a folder that a start made; null when there was none yet.</summary>
    public static X509Certificate2? FindAuthority(string folder) =>
        File.Exists(AuthorityFileIn(folder)) ? X509CertificateLoader.LoadCertificateFromFile(AuthorityFileIn(folder)) : null;

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }

    private static X509Certificate2? Find(string folder, string name, DateTimeOffset now)
    {
        var (certificateFile, keyFile) = Files(folder, name);
        if (!File.Exists(certificateFile) || !File.Exists(keyFile))
        {
            return null;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            if (certificate.NotAfter.ToUniversalTime() - now.UtcDateTime > RenewBefore)
            {
                return certificate;
            }

            certificate.Dispose();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null; // a start was interrupted between the two files: they do not belong together
        }
    }

    private static X509Certificate2 Keep(string folder, string name, X509Certificate2 certificate)
    {
        var (certificateFile, keyFile) = Files(folder, name);
        using var key = certificate.GetECDsaPrivateKey()!;
        PrivateFile.Write(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.WritePublic(certificateFile, certificate.ExportCertificatePem() + "\n");
        return certificate;
    }

    private static (string Certificate, string Key) Files(string folder, string name) =>
        (Path.Combine(folder, name + ".crt"), Path.Combine(folder, name + ".key"));

    /// <summary>A key read from PEM lives in memory only, which Windows' TLS does not take; by way of PKCS#12 it does.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
}
