using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Conformance.PlatformSide.Crm;

/// <summary>
/// The CRM that a platform under test calls: a small https server inside the runner. It answers call 4.1 to the plan's password, knows the tokens that it gave, and to
/// everything else says what a case has told it to say. Every request is kept.
/// </summary>
public sealed class PlayedCrm : IAsyncDisposable
{
    private const int Longest = 64 * 1024;

    private readonly WebApplication _app;
    private readonly string _path;
    private readonly CrmScript _script;
    private readonly ConcurrentQueue<CrmCallSeen> _seen = new();
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile X509Certificate2 _certificate;
    private readonly X509Certificate2 _right;

    private PlayedCrm(WebApplication app, string path, string? password, X509Certificate2 certificate)
    {
        (_app, _path, _script, _right, _certificate) = (app, path.TrimEnd('/'), new CrmScript(password), certificate, certificate);
    }

    /// <summary>Where it is, with the port that it really got.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything so far, in the order in which it came.</summary>
    public IReadOnlyList<CrmCallSeen> Seen => [.. _seen];

    /// <summary>Starts to play the CRM of a plan.</summary>
    /// <param name="target">The platform, with <see cref="PlatformTarget.CrmUrl"/>, <see cref="PlatformTarget.CrmCertificateFile"/> and <see cref="PlatformTarget.CrmPassword"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationFaultException">The certificate cannot be read or the port is not free.</exception>
    public static async Task<PlayedCrm> StartAsync(PlatformTarget target, CancellationToken cancellationToken)
    {
        var url = target.CrmUrl ?? throw new ConfigurationFaultException("the plan does not say where the platform looks for its CRM", "Give crmUrl in the plan.");
        var certificate = CrmCertificate.Read(target.CrmCertificateFile);
        PlayedCrm? crm = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, url.Port, listen =>
        {
            listen.Use(next => connection => crm!.KeepAsync(connection, next));
            listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => crm!._certificate);
        }));
        var app = builder.Build();
        crm = new PlayedCrm(app, url.AbsolutePath, target.CrmPassword, certificate);
        app.Run(crm.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            await app.DisposeAsync();
            throw new ConfigurationFaultException(
                $"port {url.Port}, on which the runner plays the CRM, is not free", "End what listens there, or have the platform under test call another port and say so in crmUrl.");
        }

        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        crm.Address = new UriBuilder(url) { Port = port }.Uri;
        return crm;
    }

    /// <summary>What to say to calls of a path that mention a text in query or body. The last word counts.</summary>
    public void When(string path, string mentioned, Func<CrmCallSeen, CrmReply> reply) => _script.When(path, mentioned, reply);

    /// <inheritdoc cref="When(string, string, Func{CrmCallSeen, CrmReply})"/>
    public void When(string path, string mentioned, CrmReply reply) => When(path, mentioned, _ => reply);

    /// <summary>Whether a token was given by call 4.1.</summary>
    public bool Knows(string? crmApiToken) => _script.Knows(crmApiToken);

    /// <summary>Shows a certificate that no authority has signed, on new connections; the present ones end. Until what is returned is disposed.</summary>
    public IDisposable ShowUntrustedCertificate()
    {
        Show(CrmCertificate.NewUntrusted(Address.Host));
        return new Shown(this);
    }

    /// <summary>The calls that fulfil a condition, as soon as there are that many.</summary>
    /// <param name="isWanted">The condition.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">How long to wait for them.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that came, fewer when the time is over.</returns>
    public async Task<IReadOnlyList<CrmCallSeen>> WaitForAsync(Func<CrmCallSeen, bool> isWanted, int count, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        while (true)
        {
            var arrival = _arrival.Task;
            if (_seen.Where(isWanted).ToList() is var found && (found.Count >= count || end.IsCancellationRequested))
            {
                return found;
            }

            try
            {
                await arrival.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Once more round, for what came last.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _right.Dispose();
    }

    private void Show(X509Certificate2 certificate)
    {
        _certificate = certificate;
        foreach (var connection in _connections.Values)
        {
            connection.Abort();
        }
    }

    private async Task KeepAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var path = http.Request.Path.Value ?? "";
        var call = new CrmCallSeen
        {
            Method = http.Request.Method,
            Path = path.StartsWith(_path + "/", StringComparison.Ordinal) ? path[_path.Length..] : path,
            Query = [.. http.Request.Query.SelectMany(static pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")))],
            Headers = http.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Text = text.Length > Longest ? text[..Longest] : text,
            Body = Parse(text),
        };
        _seen.Enqueue(call);
        var reply = _script.ReplyTo(call);
        Interlocked.Exchange(ref _arrival, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        if (reply == CrmReply.Silence)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = reply.Body.Length > 0 ? "application/json" : null;
        foreach (var (name, value) in reply.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            http.Response.Headers[name] = value;
        }

        if (reply.Body.Length > 0)
        {
            await http.Response.WriteAsync(reply.Body, http.RequestAborted);
        }
    }

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

    private sealed class Shown(PlayedCrm crm) : IDisposable
    {
        public void Dispose() => crm.Show(crm._right);
    }
}
