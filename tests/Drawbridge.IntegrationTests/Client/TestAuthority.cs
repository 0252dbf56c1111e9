using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>An authority of the tests' own, its PEM file, and certificates it signed.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30));
        File = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem");
        System.IO.File.WriteAllText(File, _authority.ExportCertificatePem());
    }

    public string File { get; }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public X509Certificate2 Issue(string host = "localhost", bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var to = expired ? Now.AddHours(-1) : Now.AddDays(7);
        using var bare = request.Create(_authority, Now.AddHours(-12), to, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        System.IO.File.Delete(File);
        _authority.Dispose();
    }
}
