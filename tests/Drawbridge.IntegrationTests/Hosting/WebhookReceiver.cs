using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>A notification as it came.</summary>
public sealed record ToldEvent(string Id, string Timestamp, string Signature, string Body);

/// <summary>The CRMs' side of webhooks: takes what is sent to it, apart by CRM, and answers what a test wants.</summary>
public sealed class WebhookReceiver : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Channel<ToldEvent>> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<HttpStatusCode>> _answers = new(StringComparer.Ordinal);

    public Uri Url { get; } = new("https://crm.example.test/events");

    /// <summary>What the next notifications of a CRM are answered; success after that.</summary>
    public void Answer(string crm, params HttpStatusCode[] statuses) => _answers[crm] = new(statuses);

    public async Task<ToldEvent> NextAsync(string crm)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await ToldTo(crm).Reader.ReadAsync(deadline.Token);
    }

    /// <summary>How many came that nobody asked for yet.</summary>
    public int Count(string crm) => ToldTo(crm).Reader.Count;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        var crm = (string)JsonNode.Parse(body)!["brokerCrmName"]!;
        await ToldTo(crm).Writer.WriteAsync(new(Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), body), cancellationToken);
        return new(_answers.TryGetValue(crm, out var answers) && answers.TryDequeue(out var status) ? status : HttpStatusCode.NoContent);

        string Header(string name) => request.Headers.GetValues(name).Single();
    }

    private Channel<ToldEvent> ToldTo(string crm) => _told.GetOrAdd(crm, static _ => Channel.CreateUnbounded<ToldEvent>());
}
