using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.Hosting;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.BrowserTests.Cashier;

/// <summary>A payment provider somewhere else, with a page to pay on, that keeps the contract of docs/payments.md.</summary>
internal sealed class ProviderPages : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonNode> _orders = new(StringComparer.Ordinal);
    private readonly LocalPort _port = LocalPort.Take(0, "");
    private readonly HttpClient _broker;
    private WebApplication _app = null!;

    private ProviderPages(HttpClient broker) => _broker = broker;

    public string Url => _port.Url;

    public WebhookSecret Secret { get; } = WebhookSecret.New();

    public static async Task<ProviderPages> StartAsync(X509Certificate2 certificate, HttpClient broker)
    {
        var server = new ProviderPages(broker);
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.Services.Configure<SocketTransportOptions>(server._port.Configure);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => server._port.Listen(kestrel, listen => listen.UseHttps(certificate)));
        server._app = builder.Build();
        server._app.MapPost("/create", server.CreateAsync);
        server._app.MapGet("/pay/{reference}", server.Show);
        server._app.MapPost("/pay/{reference}", server.PayAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _port.Dispose();
    }

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        var order = (await JsonNode.ParseAsync(request.Body))!;
        var reference = (string)order["reference"]!;
        _orders[reference] = order;
        return Results.Json(new { providerReference = "psp_" + reference[2..10], payUrl = $"{Url}/pay/{reference}" });
    }

    private IResult Show(string reference) => Results.Content(
        $"""
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Pay</title><link rel="icon" href="data:,">
        <main><h1>Pay {WebUtility.HtmlEncode((string)_orders[reference]["amount"]!)}</h1>
        <form method="post"><button data-testid="provider-pay">Pay</button></form></main></html>
        """,
        "text/html");

    /// <summary>Tells the broker, and sends the trader back.</summary>
    private async Task<IResult> PayAsync(string reference)
    {
        var order = _orders[reference];
        var body = JsonSerializer.SerializeToUtf8Bytes(new { reference, status = "succeeded", amount = (string)order["amount"]!, currency = (string)order["currency"]! });
        var now = TimeProvider.System.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, (string)order["notificationUrl"]!) { Content = new ByteArrayContent(body) };
        request.Headers.Add("webhook-id", "ntf_" + reference);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Secret.Sign("ntf_" + reference, now, body));
        using var answer = await _broker.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return Results.Redirect((string)order["returnUrl"]!);
    }
}
