using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Certificates;

/// <summary>Makes the certificates of a machine of one's own. The caller disposes them.</summary>
internal static class CertificateMaker
{
    /// <summary>How long an authority is good for.</summary>
    private const int AuthorityYears = 10;

    /// <summary>The longest that browsers accept for a server.</summary>
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(397);

    // A client whose clock is a little behind must not refuse a certificate made just now.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    /// <summary>An authority for this machine. Its name is its own: stores that go by the subject must tell two of them apart.</summary>
    public static X509Certificate2 MakeAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"Drawbridge local CA {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        name.AddOrganizationName("Drawbridge, for this machine only");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(NameConstraints.ThisMachineOnly());
        return request.CreateSelfSigned(now - ClockTolerance, now.AddYears(AuthorityYears));
    }

    /// <summary>A server certificate for <c>localhost</c>, names below it and the loopback addresses.</summary>
    public static X509Certificate2 MakeServer(X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "TLS server")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names());

        var start = Later(now - ClockTolerance, new DateTimeOffset(authority.NotBefore));
        var end = Earlier(start + ServerLifetime, new DateTimeOffset(authority.NotAfter));
        using var certificate = request.Create(authority, start, end, NewSerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("*.localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }

    private static byte[] NewSerialNumber()
    {
        var number = RandomNumberGenerator.GetBytes(16);
        number[0] = (byte)((number[0] & 0x7F) | 0x40); // positive, and never shorter than 16 bytes
        return number;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
