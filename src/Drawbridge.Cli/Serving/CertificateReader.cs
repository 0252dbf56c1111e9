using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Configuration;

namespace Drawbridge.Cli.Serving;

/// <summary>Reads the files that <see cref="CertificateOptions"/> name.</summary>
internal static class CertificateReader
{
    /// <summary>The certificate with its key, and everything else in the file.</summary>
    /// <exception cref="CryptographicException">The file is no certificate with a key, or the password is wrong.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(CertificateOptions options)
    {
        var chain = new X509Certificate2Collection();
        if (options.IsPkcs12)
        {
            chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.File!, options.Password);
            return (chain.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("There is no key in the file."), chain);
        }

        chain.ImportFromPemFile(options.File!);
        return (ReadPem(options), chain);
    }

    /// <summary>The same; null when it cannot be read, which is told.</summary>
    public static X509Certificate2? TryRead(CertificateOptions options, string key, ConfigurationFaults faults)
    {
        try
        {
            return Read(options).Certificate;
        }
        catch (Exception e) when (IsFault(e))
        {
            // The framework's message may say what was in the file.
            faults.Add($"{key}:File", "must be a certificate whose key fits; if the key has a password, it must be the right one");
            return null;
        }
    }

    /// <summary>Whether an exception means that the files are not what they should be.</summary>
    public static bool IsFault(Exception exception) =>
        exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>A key read from PEM lives in memory only, which Windows' TLS does not take; by way of PKCS#12 it does.</summary>
    private static X509Certificate2 ReadPem(CertificateOptions options)
    {
        using var certificate = string.IsNullOrEmpty(options.Password)
            ? X509Certificate2.CreateFromPemFile(options.File!, options.KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(options.File!, options.Password, options.KeyFile);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
