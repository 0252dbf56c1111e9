using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.IntegrationTests.Cli;

/// <summary>Requests that trust nothing but the authority in <c>up.env</c>.</summary>
internal static class UpHttp
{
    public static async Task<string> GetAsync(Dictionary<string, string> environment, string side, string path)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(environment["CA_CERT"]);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        using var http = new HttpClient(handler);
        return await http.GetStringAsync($"{environment[side]}{path}", TestContext.Current.CancellationToken);
    }
}
