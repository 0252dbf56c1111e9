using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Drawbridge.IntegrationTests.Cli;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>
/// Everything secret that a whole life of a trader brings forth is looked for wherever it must not be: in what the program prints and
/// logs, in the databases, in traces, and in the bodies of errors (P2B-OT-7, P2B-0-16, B2P-0-23, ERR-3).
/// </summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawbridge-canary-");
    private readonly List<(string What, string Value)> _secrets = [];
    private readonly List<string> _errors = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task No_secret_is_found_in_output_log_database_traces_or_errors()
    {
        await using var traces = await TraceReceiver.StartAsync();
        await using (var up = await UpProcess.StartReadyAsync(_folder.FullName, traces.Environment))
        {
            await LiveThroughAsync(up.ReadEnvironment());
            var (exitCode, _) = await up.TerminateAsync();
            exitCode.ShouldBe(0);
            _secrets.Count.ShouldBeGreaterThan(15);
            ShouldHoldNone("standard output", string.Join('\n', up.Output));
            ShouldHoldNone("standard error", (await up.WaitAsync()).Error);
        }

        foreach (var file in _folder.GetFiles("*", SearchOption.AllDirectories).Where(file => !IsMadeForSecrets(file)))
        {
            ShouldHoldNone(file.Name, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName)));
        }

        foreach (var error in _errors)
        {
            ShouldHoldNone("the body of an error", error);
        }

        traces.Received.ShouldNotBeEmpty();
        foreach (var trace in traces.Received)
        {
            ShouldHoldNone("a trace", Encoding.Latin1.GetString(trace));
        }
    }

    /// <summary>What a first start writes so that the next one, and the person in front of it, finds it (mode 0600).</summary>
    private static bool IsMadeForSecrets(FileInfo file) =>
        file.Name is "secrets.json" or "up.env" || file.Directory!.Name is "certs" || file.FullName.Contains("/keys/", StringComparison.Ordinal);

    private void Keep(string what, string? value)
    {
        value.ShouldNotBeNullOrEmpty(what);
        _secrets.Add((what, value!));
    }

    private void ShouldHoldNone(string where, string text)
    {
        foreach (var (what, value) in _secrets)
        {
            text.Contains(value, StringComparison.Ordinal).ShouldBeFalse($"{where} holds {what}");
        }
    }

    private async Task LiveThroughAsync(Dictionary<string, string> up)
    {
        foreach (var key in new[] { "CRM_PASSWORD", "MANAGER_PASSWORD", "MANAGEMENT_API_KEY", "CONSOLE_PASSWORD", "DEMO_PASSWORD" })
        {
            Keep(key, up[key]);
        }

#pragma warning disable CA5351 // The protocol prescribes MD5.
        Keep("the MD5 of the manager's password", Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(up["MANAGER_PASSWORD"]))));
#pragma warning restore CA5351
        var names = $"brokerName={up["BROKER_NAME"]}&brokerCrmName={up["BROKER_CRM_NAME"]}";
        using var broker = TrustingHandler.NewClient(up["CA_CERT"], up["BROKER_URL"]);
        using var platform = TrustingHandler.NewClient(up["CA_CERT"], up["PLATFORM_URL"]);
        using var walker = new ScreenWalker(new Uri(up["BROKER_URL"]), TrustingHandler.New(up["CA_CERT"]));

        const string Password = "canary-password-that-is-long-enough-7319";
        Keep("the user's password", Password);
        var code = TokenOf(await walker.SignUpAsync(names, "canary@example.com", Password, keep: true));
        Keep("an OT token", code);
        foreach (Cookie cookie in walker.Cookies.GetAllCookies())
        {
            Keep($"the cookie {cookie.Name}", cookie.Value);
        }

        // Through the simulated application.
        var session = await PostAsync(platform, "/app/api/sessions", new { brokerName = up["BROKER_NAME"], source = "Web", token = code });
        Keep("a session of the application", session["sessionId"]?.GetValue<string>());
        var accessToken = session["accessToken"]!.GetValue<string>();
        Keep("an access token", accessToken);
        var again = await PostAsync(platform, "/app/api/sessions", new { brokerName = up["BROKER_NAME"], source = "Web", accessToken });
        Keep("another session", again["sessionId"]?.GetValue<string>());
        var inApp = await PostAsync(platform, $"/app/api/sessions/{again["sessionId"]}/onetime-tokens", new { });
        Keep("an in-app OT token", inApp["token"]?.GetValue<string>());

        // The calls themselves, right and wrong.
        var crmApiToken = (await PostAsync(broker, $"{CrmPaths.CrmApiToken}?{names}", new { password = up["CRM_PASSWORD"] }))["crmApiToken"]!.GetValue<string>();
        Keep("a crmApiToken", crmApiToken);
        var managed = await PostAsync(broker, "/api/v1/onetime-tokens", new { brokerName = up["BROKER_NAME"], email = "canary@example.com" }, up["MANAGEMENT_API_KEY"]);
        Keep("an OT token of the management API", managed["token"]?.GetValue<string>());
        var auth = $"{names}&crmApiToken={crmApiToken}";
        foreach (var (path, body) in new (string, object)[]
        {
            ($"{CrmPaths.AuthorizeOneTime}?{auth}", new { code }), // replayed: revokes
            ($"{CrmPaths.Authorize}?{auth}", new { accessToken }),
            ($"{CrmPaths.Authorize}?{auth}", new { accessToken = accessToken + "!" }),
            ($"{CrmPaths.AuthorizeOneTime}?{names}&crmApiToken={crmApiToken}x", new { code }),
            ($"{CrmPaths.GenerateOneTime}?{auth}&inappToken={accessToken}", new { userId = "x" }),
            ($"{CrmPaths.CrmApiToken}?{names}&password={up["CRM_PASSWORD"]}", new { password = up["MANAGER_PASSWORD"] }),
            ($"{CrmPaths.Logout}?{auth}&userId=1&accessToken={accessToken}", new { }),
        })
        {
            await FailAsync(broker, path, body);
        }

        await FailAsync(platform, "/app/api/sessions", new { brokerName = up["BROKER_NAME"], source = "Web", token = code });
        await FailAsync(platform, "/v2/webserv/managers/token", new { login = 1, hashedPassword = _secrets.Single(secret => secret.What.StartsWith("the MD5", StringComparison.Ordinal)).Value });
        var token = (await PostAsync(platform, "/v2/webserv/managers/token", new { login = long.Parse(up["MANAGER_LOGIN"], System.Globalization.CultureInfo.InvariantCulture), hashedPassword = _secrets[5].Value }))["webservToken"]!.GetValue<string>();
        Keep("a manager token", token);
        await FailAsync(platform, $"/cid/oauth2/ctid/create?token={token}", new { email = "canary@example.com", brokerCrmName = up["BROKER_CRM_NAME"] });
        using var delete = await platform.DeleteAsync($"/app/api/sessions/{again["sessionId"]}");
        delete.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static string TokenOf(Uri url) => HttpUtility.ParseQueryString(url.Query)["token"]!;

    private static async Task<JsonObject> PostAsync(HttpClient client, string path, object body, string? bearer = null)
    {
        var (status, text) = await SendAsync(client, path, body, bearer);
        ((int)status).ShouldBeInRange(200, 299, $"{path.Split('?')[0]}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task FailAsync(HttpClient client, string path, object body)
    {
        var (status, text) = await SendAsync(client, path, body, bearer: null);
        ((int)status).ShouldBeGreaterThanOrEqualTo(400, path.Split('?')[0]);
        _errors.Add(text);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient client, string path, object body, string? bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
