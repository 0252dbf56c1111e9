using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Whole;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Payments.Proof;

/// <summary>
/// A payment provider with money of its own: it takes deposits and pays out, each reference once, answers as badly as the plan says, and tells
/// what happened until it is heard.
/// </summary>
internal sealed class ProofProvider : IAsyncDisposable
{
    public const string Name = "acme";
    public const string ApiKey = "prov_0123456789abcdef0123456789abcdef";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(700);

    private readonly WebApplication _app;
    private readonly ProofPlan _plan;
    private readonly HttpClient _broker;
    private readonly PriorityQueue<Notice, DateTimeOffset> _notices = new();
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private Task _telling = Task.CompletedTask;

    private ProofProvider(string authorityFile, Uri broker, ProofPlan plan)
    {
        _plan = plan;
        _broker = new HttpClient(TrustingHandler.New(authorityFile)) { BaseAddress = broker, Timeout = TimeSpan.FromSeconds(10) };
        var builder = TestBuilder.Create();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(CallProxy.CertificateBeside(authorityFile))));
        _app = builder.Build();
        _app.MapPost("/create", context => AnswerAsync(context, CreateAsync));
        _app.MapPost("/payout", context => AnswerAsync(context, PayOutAsync));
        _app.MapGet("/status/{reference}", (string reference) => StatusOf(reference) is { } status ? Results.Json(status) : Results.NotFound());
    }

    public WebhookSecret Secret { get; } = WebhookSecret.New();

    public string Url => _app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>What it has, by our reference.</summary>
    public ConcurrentDictionary<string, ProofMoney> Money { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls that did not go as they should.</summary>
    public int Faults => _faults;

    /// <summary>Notifications that were sent, those included that nobody heard.</summary>
    public int Told => _told;

    private int _faults;
    private int _told;

    public static async Task<ProofProvider> StartAsync(string authorityFile, Uri broker, ProofPlan plan)
    {
        var provider = new ProofProvider(authorityFile, broker, plan);
        await provider._app.StartAsync();
        provider._telling = provider.TellAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _telling;
        await _app.DisposeAsync();
        _broker.Dispose();
        _ending.Dispose();
    }

    /// <summary>The method is the payment's key in the plan: references are drawn at random.</summary>
    private static string KeyOf(JsonNode order) => (string)order["method"]!;

    private Task<object?> CreateAsync(JsonNode order)
    {
        var reference = (string)order["reference"]!;
        var fate = _plan.FateOf(KeyOf(order));
        if (fate == ProofFate.Refused)
        {
            return Task.FromResult<object?>(null);
        }

        var amount = decimal.Parse((string)order["amount"]!, CultureInfo.InvariantCulture);
        var status = fate is ProofFate.Unpaid ? "failed" : fate == ProofFate.Forgotten ? "pending" : "succeeded";
        if (Money.TryAdd(reference, new(IsDeposit: true, fate == ProofFate.PaidOtherwise ? amount - 0.01m : amount, status, fate)))
        {
            Plan(reference, fate, KeyOf(order));
        }

        return Task.FromResult<object?>(new { providerReference = "psp-" + reference, payUrl = $"{Url}/pay/{reference}" });
    }

    private Task<object?> PayOutAsync(JsonNode order)
    {
        var reference = (string)order["reference"]!;
        var money = Money.GetOrAdd(reference, _ => new(
            IsDeposit: false, decimal.Parse((string)order["amount"]!, CultureInfo.InvariantCulture), _plan.PayoutOf(KeyOf(order)), ProofFate.Paid));
        return Task.FromResult<object?>(StatusOf(reference, money));
    }

    private void Plan(string reference, ProofFate fate, string key)
    {
        var now = TimeProvider.System.GetUtcNow();
        lock (_notices)
        {
            foreach (var (status, after) in _plan.NoticesOf(fate, key))
            {
                _notices.Enqueue(new(reference, status, "ntf_" + Guid.NewGuid().ToString("N")), now.AddMilliseconds(after));
            }
        }
    }

    private object? StatusOf(string reference) => Money.TryGetValue(reference, out var money) ? StatusOf(reference, money) : null;

    private static object StatusOf(string reference, ProofMoney money) =>
        new { reference, status = money.Status, amount = money.Amount.ToString("F2", CultureInfo.InvariantCulture), currency = "EUR" };

    private async Task AnswerAsync(HttpContext context, Func<JsonNode, Task<object?>> act)
    {
        var order = (await JsonNode.ParseAsync(context.Request.Body))!;
        var key = $"{context.Request.Path} {KeyOf(order)}";
        var fault = _plan.FaultOf($"{key} {_calls.AddOrUpdate(key, 1, static (_, count) => count + 1)}");
        if (fault != ProofFault.None)
        {
            Interlocked.Increment(ref _faults);
        }

        if (fault is ProofFault.None or ProofFault.DropAfter or ProofFault.ErrorAfter or ProofFault.HangAfter)
        {
            var answer = await act(order);
            if (fault == ProofFault.None)
            {
                await (answer is null ? Results.UnprocessableEntity() : Results.Json(answer)).ExecuteAsync(context);
                return;
            }
        }

        await ProofFaults.ActAsync(context, fault);
    }

    /// <summary>Sends what is due, and again what nobody took.</summary>
    private async Task TellAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await Parallel.ForEachAsync(TakeDue(), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = _ending.Token }, TellAsync);
            }
        }
        catch (OperationCanceledException)
        {
            // The proof is over.
        }
    }

    private List<Notice> TakeDue()
    {
        lock (_notices)
        {
            var due = new List<Notice>();
            while (_notices.TryPeek(out _, out var at) && at <= TimeProvider.System.GetUtcNow())
            {
                due.Add(_notices.Dequeue());
            }

            return due;
        }
    }

    private async ValueTask TellAsync(Notice notice, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _told);
        try
        {
            var amount = Money[notice.Reference].Amount.ToString("F2", CultureInfo.InvariantCulture);
            var body = JsonSerializer.SerializeToUtf8Bytes(new { reference = notice.Reference, status = notice.Status, amount, currency = "EUR" });
            var now = TimeProvider.System.GetUtcNow();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/notifications/" + Name) { Content = new ByteArrayContent(body) };
            request.Headers.Add("webhook-id", notice.Id);
            request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", Secret.Sign(notice.Id, now, body));
            using var answer = await _broker.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }
        }
        catch (HttpRequestException)
        {
            // The broker is not there just now.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It did not answer in time.
        }

        lock (_notices)
        {
            _notices.Enqueue(notice, TimeProvider.System.GetUtcNow() + Again);
        }
    }

    private sealed record Notice(string Reference, string Status, string Id);
}

/// <summary>A payment as the provider has it.</summary>
internal sealed record ProofMoney(bool IsDeposit, decimal Amount, string Status, ProofFate Fate);

/// <summary>How a call goes wrong.</summary>
internal static class ProofFaults
{
    public static bool IsAfter(ProofFault fault) => fault is ProofFault.DropAfter or ProofFault.ErrorAfter or ProofFault.HangAfter;

    /// <summary>What the caller sees.</summary>
    public static async Task ActAsync(HttpContext context, ProofFault fault)
    {
        switch (fault)
        {
            case ProofFault.DropBefore or ProofFault.DropAfter:
                context.Abort();
                break;
            case ProofFault.HangBefore or ProofFault.HangAfter:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                break;
            default:
                context.Response.StatusCode = fault == ProofFault.ErrorBefore ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
                break;
        }
    }
}
