using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Payments.Hosted;

/// <summary>A payment provider as a broker's adapter would be: it keeps the contract of docs/payments.md, checks what it gets, and can be told to fail.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;

    private ProviderServer(TimeProvider time)
    {
        _time = time;
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(TestCertificate.Instance)));
        _app = builder.Build();
        _app.MapPost("/create", CreateAsync);
        _app.MapPost("/payout", PayOutAsync);
        _app.MapGet("/status/{reference}", ShowStatus);
    }

    public string ApiKey { get; } = "prov_" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public WebhookSecret Secret { get; } = WebhookSecret.New();

    public Uri Url { get; private set; } = null!;

    /// <summary>What was asked for, by our reference.</summary>
    public ConcurrentDictionary<string, JsonObject> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>How the payments stand; what is not here is pending.</summary>
    public ConcurrentDictionary<string, string> Statuses { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each was asked for.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>What is answered instead; null = the truth.</summary>
    public int? Failure { get; set; }

    /// <summary>The page that is named instead of its own.</summary>
    public string? OtherPage { get; set; }

    /// <summary>The amount that was moved instead of what was asked for.</summary>
    public string? OtherAmount { get; set; }

    public static async Task<ProviderServer> StartAsync(TimeProvider time)
    {
        var server = new ProviderServer(time);
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.Single());
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A notification as the provider sends it.</summary>
    public HttpRequestMessage NewNotice(
        Uri broker, string provider, string reference, string status, string? amount, string? currency = "EUR", string? id = null, DateTimeOffset? at = null, WebhookSecret? secret = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { reference, status, amount, currency, providerReference = "psp-" + reference });
        var time = at ?? _time.GetUtcNow();
        id ??= "ntf_" + Guid.NewGuid().ToString("N");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(broker, "/api/payments/notifications/" + provider)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", (secret ?? Secret).Sign(id, time, body));
        return request;
    }

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        if (await ReadAsync(request) is not { } order)
        {
            return Results.Unauthorized();
        }

        var reference = (string)order["reference"]!;
        return Failure is { } failure
            ? Results.StatusCode(failure)
            : Results.Json(new { providerReference = "psp-" + reference, payUrl = OtherPage ?? $"{Url}pay/{reference}" });
    }

    private async Task<IResult> PayOutAsync(HttpRequest request)
    {
        if (await ReadAsync(request) is not { } order)
        {
            return Results.Unauthorized();
        }

        return Failure is { } failure ? Results.StatusCode(failure) : ShowStatus((string)order["reference"]!);
    }

    private IResult ShowStatus(string reference) => !Orders.TryGetValue(reference, out var order)
        ? Results.NotFound()
        : Results.Json(new
        {
            reference, status = Statuses.GetValueOrDefault(reference, "pending"), amount = OtherAmount ?? (string?)order["amount"], currency = (string?)order["currency"],
        });

    /// <summary>The order, if key, signature and idempotency key are right.</summary>
    private async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var headers = request.Headers;
        if (headers.Authorization != "Bearer " + ApiKey
            || !Secret.Verify(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body.ToArray(), _time.GetUtcNow()))
        {
            return null;
        }

        var order = JsonNode.Parse(Encoding.UTF8.GetString(body.ToArray()))!.AsObject();
        var reference = (string)order["reference"]!;
        Calls.AddOrUpdate(reference, 1, static (_, count) => count + 1);
        if (Failure is null or < 500)
        {
            Orders[reference] = order;
        }

        return headers["Idempotency-Key"] == reference ? order : null;
    }
}
