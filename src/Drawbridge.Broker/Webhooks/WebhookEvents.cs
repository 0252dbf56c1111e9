using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Webhooks;

/// <summary>Tells the CRM of what happened at one of its brokers, by signed notification (Standard Webhooks 1.0).</summary>
internal sealed class WebhookEvents(JobQueue jobs, TimeProvider time)
{
    /// <summary>
    /// Adds an event as a part of the caller's write: it is told if and only if that is committed, at least once, and nobody waits for the
    /// CRM. Without an endpoint it is kept all the same.
    /// </summary>
    /// <param name="session">The caller's write.</param>
    /// <param name="broker">Where it happened; its names go with the event.</param>
    /// <param name="type">What happened, such as <c>action.submitted</c>.</param>
    /// <param name="data">The particulars.</param>
    /// <param name="json">How they are written.</param>
    public async Task AddAsync<T>(DbSession session, BrokerEntity broker, string type, T data, JsonTypeInfo<T> json)
    {
        var now = time.GetUtcNow();
        var body = new JsonObject
        {
            ["type"] = type,
            ["timestamp"] = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["brokerName"] = broker.Name.Value,
            ["brokerCrmName"] = broker.Crm.Name.Value,
            ["data"] = JsonSerializer.SerializeToNode(data, json),
        };
        var eventId = "evt_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        var id = await WebhookStore.AddAsync(session, eventId, broker.Crm.Id, broker.Id, type, body.ToJsonString(), now);
        await jobs.EnqueueAsync(session, WebhookDelivery.Request(id));
    }
}
