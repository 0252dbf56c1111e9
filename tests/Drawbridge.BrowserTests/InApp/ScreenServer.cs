using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Hosting;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>A screen as somebody opened it.</summary>
/// <param name="Name">Last part of its path.</param>
/// <param name="Query">What the app sent with it.</param>
internal sealed record OpenedScreen(string Name, IReadOnlyDictionary<string, string> Query);

/// <summary>
/// In-app screens of a broker whose CRM is somebody else's. Each has a link that finishes it (SCR-56) and one that leaves it (SCR-69). What
/// finishing does beforehand is up to the test.
/// </summary>
internal sealed class ScreenServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<OpenedScreen> _opened = new();
    private readonly LocalPort _port = LocalPort.Take(0, "");
    private WebApplication _app = null!;

    public string Url => _port.Url;

    /// <summary>Where finished screens lead.</summary>
    public string SuccessUrl { get; set; } = "";

    /// <summary>What is done before a screen with this account is finished.</summary>
    public ConcurrentDictionary<string, Func<Task>> Work { get; } = new(StringComparer.Ordinal);

    public string this[string screen] => $"{Url}/inapp/{screen}";

    /// <summary>The screens that were opened for an account, oldest first.</summary>
    public IReadOnlyList<OpenedScreen> OpenedFor(string account) => [.. _opened.Where(screen => screen.Query.GetValueOrDefault("account") == account)];

    public static async Task<ScreenServer> StartAsync(X509Certificate2 certificate)
    {
        var server = new ScreenServer();
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.Services.Configure<SocketTransportOptions>(server._port.Configure);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => server._port.Listen(kestrel, listen => listen.UseHttps(certificate)));
        server._app = builder.Build();
        server._app.MapGet("/inapp/{name}", server.Show);
        server._app.MapGet("/finish", server.FinishAsync);
        server._app.MapGet("/closed", static (HttpResponse response) =>
        {
            response.Headers.XFrameOptions = "DENY";
            return Results.Content("<h1>Nobody sees this</h1>", "text/html");
        });
        server._app.MapGet("/endless", static (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _port.Dispose();
    }

    private IResult Show(string name, HttpRequest request)
    {
        _opened.Enqueue(new(name, request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal)));
        var finish = WebUtility.HtmlEncode(QueryHelpers.AddQueryString("/finish", "account", request.Query["account"].ToString()));
        return Results.Content(
            $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><link rel="icon" href="data:,">
            <main><h1 data-testid="screen">{name}</h1><a data-testid="finish" href="{finish}">Confirm</a> <a data-testid="leave" href="{SuccessUrl}">Back</a></main></html>
            """,
            "text/html");
    }

    private async Task<IResult> FinishAsync(string account)
    {
        if (Work.TryRemove(account, out var work))
        {
            await work();
        }

        return Results.Redirect(QueryHelpers.AddQueryString(SuccessUrl, "token", $"dbot_{Guid.NewGuid():N}{Guid.NewGuid():N}"));
    }
}
