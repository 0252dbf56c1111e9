using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>A request that the fake CRM got.</summary>
public sealed record CrmRequestSeen(string Path, IQueryCollection Query, JsonObject? Body, HeaderDictionary Headers, string RawBody);

/// <summary>A CRM on a real server: says what a test told it to say. Each test uses users and tokens of its own.</summary>
public sealed class FakeCrm : IAsyncDisposable
{
    public const string Password = "crm-password-for-tests";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CrmRequestSeen> _requests = new();
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private int _tokenCount;

    private FakeCrm(WebApplication app) => _app = app;

    public delegate Task Answer(HttpContext http, CrmRequestSeen request);

    public Uri Address { get; private set; } = null!;

    /// <summary>How often call 4.1 was answered.</summary>
    public int TokensIssued => _tokenCount;

    public IReadOnlyList<CrmRequestSeen> Requests => [.. _requests];

    public static async Task<FakeCrm> StartAsync(TestAuthority authority, bool https = true)
    {
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (https)
            {
                listen.UseHttps(authority.Server);
            }
        }));
        var crm = new FakeCrm(builder.Build());
        crm._app.Run(crm.HandleAsync);
        await crm._app.StartAsync();
        crm.Address = new(crm._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return crm;
    }

    /// <summary>What to say to calls of a path that mention this text in query or body.</summary>
    public void When(string path, string mentioned, Answer answer) => _answers[path + " " + mentioned] = answer;

    public void When(string path, string mentioned, int status, string body) => When(path, mentioned, (http, _) => WriteAsync(http, status, body));

    /// <summary>Calls 4.1 to 4.5 refuse every token issued so far.</summary>
    public void ForgetTokens() => _tokens.Clear();

    public static Task WriteAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body);
    }

    public static Task RefuseAsync(HttpContext http, int status, string code) =>
        WriteAsync(http, status, $$"""{"error":"Refused","message":"No.","code":"{{code}}"}""");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var raw = await reader.ReadToEndAsync();
        var path = http.Request.Path.Value!;
        var request = new CrmRequestSeen(path, http.Request.Query, raw.Length > 0 ? JsonNode.Parse(raw) as JsonObject : null, Copy(http.Request.Headers), raw);
        _requests.Enqueue(request);
        var call = path[Math.Max(0, path.IndexOf("/oauth2/", StringComparison.Ordinal))..];
        var said = _answers.FirstOrDefault(entry => entry.Key.Split(' ') is [var p, var mentioned]
            && p == call && (raw + http.Request.QueryString).Contains(mentioned, StringComparison.Ordinal)).Value;
        await (said ?? DefaultAsync)(http, request);
    }

    /// <summary>The server uses the original for the next request.</summary>
    private static HeaderDictionary Copy(IHeaderDictionary headers) => new(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(headers, StringComparer.OrdinalIgnoreCase));

    private Task DefaultAsync(HttpContext http, CrmRequestSeen request)
    {
        if (request.Path.EndsWith(CrmPaths.CrmApiToken, StringComparison.Ordinal))
        {
            return AuthenticateAsync(http, request);
        }

        if (!_tokens.ContainsKey(http.Request.Query["crmApiToken"].ToString()))
        {
            return RefuseAsync(http, 403, CrmErrorCode.ClientAuthFailure);
        }

        return request.Path.EndsWith(CrmPaths.Logout, StringComparison.Ordinal)
            ? Task.Run(() => http.Response.StatusCode = 204)
            : RefuseAsync(http, 404, CrmErrorCode.OneTimeTokenNotFound);
    }

    private Task AuthenticateAsync(HttpContext http, CrmRequestSeen request)
    {
        if ((string?)request.Body?["password"] != Password)
        {
            return RefuseAsync(http, 403, CrmErrorCode.ClientAuthFailure);
        }

        var token = $"crm-api-token-{Interlocked.Increment(ref _tokenCount)}-{Guid.NewGuid():N}";
        _tokens[token] = true;
        return WriteAsync(http, 200, $$"""{"crmApiToken":"{{token}}"}""");
    }
}
