using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.BrowserTests.EmbeddedWeb;

/// <summary>
/// A site that a broker has beside its client area, with nothing of ours but what its pages load: another site to the browser, with the strictest policy that
/// it can have, and a back end of its own, which knows its user and asks the management API for tokens.
/// </summary>
public sealed class OtherSite(Machine machine) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<Task<IResult>>> _tokens = new(StringComparer.Ordinal);
    private WebApplication _app = null!;

    private RunningUp Up => machine.Up;

    public async ValueTask InitializeAsync()
    {
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.Services.Configure<SocketTransportOptions>(Up.OtherSitePort.Configure);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Up.OtherSitePort.Listen(kestrel, listen => listen.UseHttps(Up.ServerCertificate)));
        _app = builder.Build();
        _app.MapGet("/page/{id}", Show);
        _app.MapGet("/listen.js", static () => Results.Text(
            "for (const type of ['ready', 'login', 'logged-out', 'error']) document.addEventListener(`drawbridge-${type}`, (event) => { document.body.dataset.events = `${document.body.dataset.events ?? ''} ${type}${event.detail.code ? `:${event.detail.code}` : ''}`.trim(); });",
            "text/javascript"));
        _app.MapPost("/token/{id}", (string id) => _tokens[id]());
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The element as a page would have it.</summary>
    internal static string Element(string more, string content = "", string broker = DemoNames.TradingTech, string crm = DemoNames.TradingTechCrm) =>
        $"""<drawbridge-trade broker="{broker}" crm="{crm}" {more}>{content}</drawbridge-trade>""";

    /// <summary>Opens a page with this in its body.</summary>
    internal async Task OpenAsync(Visit visit, string body, string? host = null, bool withScript = true)
    {
        var page = Add(body, host, withScript);
        visit.Allow(page.Authority);
        await visit.Page.GotoAsync(page.AbsoluteUri);
    }

    /// <summary>A page with this in its body.</summary>
    internal Uri Add(string body, string? host = null, bool withScript = true)
    {
        var origin = new Uri(host is null ? Up.OtherSite : Up.OtherSite.Replace("www.other", host, StringComparison.Ordinal));
        var id = Guid.NewGuid().ToString("N");
        _pages[id] =
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>A site of the broker</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
            <script src="/listen.js"></script>{(withScript ? $"<script src=\"{Up.BrokerUrl}/embed/v1.js\" async></script>" : "")}</head>
            <body><h1>A site of the broker</h1>{body}</body></html>
            """;
        return new(origin, $"/page/{id}");
    }

    /// <summary>Where the site's back end gives a token for its user. Each answer is the first one that is left, the last for good.</summary>
    internal string TokensOf(params Func<Task<IResult>>[] answers)
    {
        var id = Guid.NewGuid().ToString("N");
        var left = new ConcurrentQueue<Func<Task<IResult>>>(answers);
        _tokens[id] = () => left.TryDequeue(out var answer) ? answer() : answers[^1]();
        return $"/token/{id}";
    }

    /// <summary>What the management API gives for a person.</summary>
    internal async Task<string> NewTokenAsync(Person person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Up.BrokerUrl}/api/v1/onetime-tokens")
        {
            Headers = { Authorization = new("Bearer", Up.ManagementKey) },
            Content = JsonContent.Create(new { brokerName = DemoNames.TradingTech, email = person.Email }),
        };
        using var answer = await Up.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["token"]!;
    }

    /// <summary>The same as the answer of the site's back end.</summary>
    internal Func<Task<IResult>> Token(Person person) => async () => Results.Json(new { token = await NewTokenAsync(person) });

    private IResult Show(string id, HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' {Up.BrokerUrl}; frame-src {Up.BrokerUrl}; connect-src 'self'; style-src 'none'; img-src data:; form-action 'none'; base-uri 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(_pages[id], "text/html");
    }
}
