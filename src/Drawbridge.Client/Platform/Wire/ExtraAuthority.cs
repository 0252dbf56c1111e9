using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>Trusts a further authority beside the system's. Host name, dates, purpose and signatures are checked all the same.</summary>
public sealed class ExtraAuthority
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _authorities;

    private ExtraAuthority(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <summary>The authorities of a PEM file.</summary>
    /// <exception cref="InvalidOperationException">It holds none.</exception>
    public static ExtraAuthority FromFile(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? new(authorities) : throw new InvalidOperationException($"No certificate was found in {path}.");
    }

    /// <summary>For <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    [SuppressMessage("Security", "MA0039", Justification = "Adds an authority; every other check stays.")]
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        // Only the unknown root can be helped: a wrong host name or a missing certificate stays wrong.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return false;
        }

        using var again = new X509Chain();
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        again.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        again.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        if (chain is not null)
        {
            again.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return again.Build(leaf);
    }
}
