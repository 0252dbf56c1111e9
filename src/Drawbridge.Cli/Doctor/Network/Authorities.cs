using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Doctor.Network;

/// <summary>The authorities of the system, and those of a PEM file beside them: what the platform client trusts.</summary>
internal sealed class Authorities
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _named = [];

    public Authorities(string? file)
    {
        if (file is not null)
        {
            _named.ImportFromPemFile(file);
        }
    }

    /// <summary>For connections over which something is sent: everything about the certificate must be right.</summary>
    [SuppressMessage("Security", "MA0039", Justification = "Adds authorities; every other check stays.")]
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => errors switch
    {
        SslPolicyErrors.None => true,
        SslPolicyErrors.RemoteCertificateChainErrors => certificate is not null && StatusAtNamed(certificate, chain) == X509ChainStatusFlags.NoError,
        _ => false,
    };

    /// <summary>Whether it comes from one of the authorities, even if its name or its time is wrong.</summary>
    public bool Issued(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return false;
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            || IsTimeAlone(StatusOf(chain))
            || StatusAtNamed(certificate, chain) is var status && (status == X509ChainStatusFlags.NoError || IsTimeAlone(status));
    }

    /// <summary>What the named authorities say to it.</summary>
    private X509ChainStatusFlags StatusAtNamed(X509Certificate certificate, X509Chain? chain)
    {
        if (_named.Count == 0)
        {
            return X509ChainStatusFlags.UntrustedRoot;
        }

        using var again = new X509Chain();
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.CustomTrustStore.AddRange(_named);
        again.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        again.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        if (chain is not null)
        {
            again.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return again.Build(leaf) ? X509ChainStatusFlags.NoError : StatusOf(again);
    }

    private static X509ChainStatusFlags StatusOf(X509Chain? chain) =>
        chain is null
            ? X509ChainStatusFlags.PartialChain
            : chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, status) => all | status.Status);

    private static bool IsTimeAlone(X509ChainStatusFlags status) => status == X509ChainStatusFlags.NotTimeValid;
}
