using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Drawbridge.IntegrationTests.Cli;

/// <summary>Requests that trust nothing but the authority in <c>up.env</c>.</summary>
internal static class UpHttp
{
    public static async Task<string> GetAsync(Dictionary<string, string> environment, string side, string path)
    {
        using var http = NewClient(environment);
        return await http.GetStringAsync($"{environment[side]}{path}", TestContext.Current.CancellationToken);
    }

    /// <summary>What a CRM and an application do: an OT token from the management API, and a session for it at the simulated app.</summary>
    public static async Task<JsonDocument> LogInAsync(Dictionary<string, string> environment)
    {
        using var http = NewClient(environment);
        using var ask = new HttpRequestMessage(HttpMethod.Post, $"{environment["BROKER_URL"]}/api/v1/onetime-tokens")
        {
            Content = JsonContent.Create(new { brokerName = environment["BROKER_NAME"], email = environment["DEMO_EMAIL"], keepLoggedIn = true }),
        };
        ask.Headers.Authorization = new AuthenticationHeaderValue("Bearer", environment["MANAGEMENT_API_KEY"]);
        using var issued = await ReadAsync(await http.SendAsync(ask, TestContext.Current.CancellationToken));
        var token = issued.RootElement.GetProperty("token").GetString();
        return await ReadAsync(await http.PostAsJsonAsync(
            $"{environment["PLATFORM_URL"]}/app/api/sessions",
            new { brokerName = environment["BROKER_NAME"], source = "Web", token },
            TestContext.Current.CancellationToken));
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}");
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    public static HttpClient NewClient(Dictionary<string, string> environment)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(environment["CA_CERT"]) },
        };
        return new HttpClient(handler, disposeHandler: true);
    }
}
