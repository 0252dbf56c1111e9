using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>Handlers that trust one authority, follow no redirect and keep no cookies.</summary>
internal static class TrustingHandler
{
    public static SocketsHttpHandler New(string authorityFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }

    public static HttpClient NewClient(string authorityFile, string address) => new(New(authorityFile)) { BaseAddress = new Uri(address) };
}
