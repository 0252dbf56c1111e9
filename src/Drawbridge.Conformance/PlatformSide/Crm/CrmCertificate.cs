using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.PlatformSide.Crm;

/// <summary>Certificates of the played CRM.</summary>
internal static class CrmCertificate
{
    /// <summary>That of the plan.</summary>
    /// <exception cref="ConfigurationFaultException">The file cannot be read.</exception>
    public static X509Certificate2 Read(string? file)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPemFile(file ?? "");
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is IOException or CryptographicException or ArgumentException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException("the certificate for the CRM that the runner plays cannot be read", "Give a PEM file with certificate and unencrypted key as crmCertificateFile in the plan.");
        }
    }

    /// <summary>One for the right name that no authority has signed.</summary>
    public static X509Certificate2 NewUntrusted(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null);
    }
}
