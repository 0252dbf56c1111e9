using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Tests.Cli.Certificates;

/// <summary>What a thief of the authority's key would make.</summary>
internal static class ForeignCertificate
{
    public static X509Certificate2 Make(string host, X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(authority, now, now.AddDays(1), [0x40, 1, 2, 3]);
    }
}
