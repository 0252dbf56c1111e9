using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Trust;

/// <summary>What the stores are told to trust.</summary>
/// <param name="File">Its PEM file.</param>
/// <param name="Certificate">The certificate in it.</param>
internal sealed record Authority(string File, X509Certificate2 Certificate)
{
    /// <summary>Its name in stores that have names; no two authorities share one.</summary>
    public string Nickname => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>A file name that no other authority has.</summary>
    public string FileName => $"drawbridge-{Certificate.Thumbprint[..8].ToLowerInvariant()}.crt";
}
