using System.Globalization;
using System.Net;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Webhooks;

/// <summary>
/// Sends one event, and again after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours until the CRM answers with success; 410 ends it
/// at once.
/// </summary>
internal sealed class WebhookDelivery(
    WebhookStore store, WebhookSecretSeal seal, IHttpClientFactory clients, BrokerDirectory directory, Database database, JobQueue jobs, TimeProvider time) : IJobHandler
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "Drawbridge.Webhooks";

    private const string Name = "webhook";

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <inheritdoc/>
    public string Queue => Name;

    /// <summary>One attempt at a time: an attempt that was made, but whose end was not written down, leads to no second row of attempts.</summary>
    public static JobRequest Request(long id)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        return new(Name, text) { DedupeKey = text };
    }

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var id = long.Parse(job.Payload, CultureInfo.InvariantCulture);
        if (await store.FindAsync(id, cancellationToken) is not { DeliveredAt: null } row
            || await store.FindEndpointAsync(row.CrmId, cancellationToken) is not { } endpoint)
        {
            return; // told already, or nobody wants to be told
        }

        if (directory.Current.FindBroker(row.BrokerId) is { } broker)
        {
            BrokerLogScope.DescribeJob(broker);
        }

        var status = await SendAsync(row, endpoint, cancellationToken);
        var now = time.GetUtcNow();
        var delivered = status is >= 200 and < 300;
        var pause = row.Attempts < Pauses.Length ? Pauses[row.Attempts] : (TimeSpan?)null;
        var ended = delivered || status == (int)HttpStatusCode.Gone || pause is null;
        await database.WriteAsync(
            async session =>
            {
                await WebhookStore.NoteAttemptAsync(session, id, status, delivered ? now : null, ended && !delivered ? now : null);
                if (!ended)
                {
                    await jobs.EnqueueAsync(session, Request(id) with { RunAt = now + pause!.Value });
                }
            },
            cancellationToken);
    }

    private async Task<int> SendAsync(WebhookEventRow row, WebhookEndpointRow endpoint, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(row.Body);
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.Add("webhook-id", row.EventId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", seal.Open(endpoint.SecretSealed).Sign(row.EventId, now, body));
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return 0; // the client's own time limit
        }
    }
}
