using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Instrument;

/// <summary>Speaks to the instrument of a platform. What it refuses becomes a message for a person.</summary>
internal sealed class InstrumentClient : IDisposable
{
    // Filling a million rows takes a while on a small machine.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http;

    public InstrumentClient(InstrumentConnection connection, string? key)
    {
        _http = new HttpClient(NewHandler(connection.AuthorityFile), disposeHandler: true)
        {
            BaseAddress = new Uri(connection.Url, "/instrument/api/"),
            Timeout = Deadline,
        };
        if (!string.IsNullOrEmpty(key))
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, body: null, cancellationToken);

    /// <summary>The answer's JSON, an empty object when it has none.</summary>
    /// <exception cref="FaultException">The platform refused, or does not answer.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(method, path, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length == 0 ? [] : Parse(text) ?? throw Nonsense();
    }

    /// <summary>The answer's body as it comes.</summary>
    /// <exception cref="FaultException">The platform refused, or does not answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw Refusal(response.StatusCode, Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
            }
        }
        catch (HttpRequestException e)
        {
            throw new FaultException(
                $"the platform at {_http.BaseAddress!.GetLeftPart(UriPartial.Authority)} cannot be reached: {(e.InnerException ?? e).Message}",
                e.HttpRequestError == HttpRequestError.SecureConnectionError ? "Name the authority of its certificate with --ca FILE." : "Check that it runs, and that --data or --url name the right one.",
                ExitCode.Failed,
                e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FaultException("the platform did not answer in time.", exitCode: ExitCode.Failed, innerException: e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static FaultException Refusal(HttpStatusCode status, JsonObject? answer)
    {
        var said = (string?)answer?["error"]?["description"] ?? $"it answered {(int)status}.";
        return status switch
        {
            HttpStatusCode.Unauthorized => new($"the platform refused: {said}", $"Put the key into the variable {InstrumentConnection.KeyVariable}."),
            HttpStatusCode.BadRequest => new(said),
            HttpStatusCode.NotFound when answer is null || said.StartsWith("There is nothing", StringComparison.Ordinal) =>
                new("the platform has no instrument.", "Its setting Drawbridge:Platform:Instrument switches it off.", ExitCode.Failed),
            _ => new(said, exitCode: ExitCode.Failed),
        };
    }

    private static FaultException Nonsense() => new("what answers there is no platform of Drawbridge.", "Check --url.", ExitCode.Failed);

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SocketsHttpHandler NewHandler(string? authorityFile)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (authorityFile is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            try
            {
                policy.CustomTrustStore.ImportFromPemFile(authorityFile);
            }
            catch (CryptographicException e)
            {
                throw new FaultException($"{authorityFile} is no certificate in PEM form.", "Name the platform's certificate authority with --ca FILE.", innerException: e);
            }

            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }
}
