using Drawbridge.Storage;

namespace Drawbridge.Broker.Webhooks;

/// <summary>An event as stored.</summary>
internal sealed class WebhookEventRow
{
    public long Id { get; init; }

    /// <summary>Header <c>webhook-id</c>.</summary>
    public string EventId { get; init; } = "";

    public long CrmId { get; init; }

    public long BrokerId { get; init; }

    public string Type { get; init; } = "";

    public string Body { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? GivenUpAt { get; init; }
}

/// <summary>Where a CRM is told.</summary>
internal sealed class WebhookEndpointRow
{
    public string Url { get; init; } = "";

    public string SecretSealed { get; init; } = "";
}

/// <summary>The SQL of webhooks. Everything is reached through its CRM.</summary>
internal sealed class WebhookStore(Database database)
{
    /// <summary>Sets or, without an address, removes the endpoint of a CRM, as part of the caller's write.</summary>
    public static Task PutEndpointAsync(DbSession session, long crmId, string? url, string? secretSealed) => url is null
        ? session.ExecuteAsync("delete from webhook_endpoints where crm_id = @crmId", new { crmId })
        : secretSealed is null ? session.ExecuteAsync("update webhook_endpoints set url = @url where crm_id = @crmId", new { crmId, url })
        : session.ExecuteAsync(
            """
            insert into webhook_endpoints (crm_id, url, secret_sealed) values (@crmId, @url, @secretSealed)
            on conflict (crm_id) do update set url = excluded.url, secret_sealed = excluded.secret_sealed
            """,
            new { crmId, url, secretSealed });

    /// <summary>The endpoint of a CRM, or null.</summary>
    public Task<WebhookEndpointRow?> FindEndpointAsync(long crmId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<WebhookEndpointRow>("select url, secret_sealed from webhook_endpoints where crm_id = @crmId", new { crmId }),
            cancellationToken);

    /// <summary>Adds an event, as part of the caller's write; returns its number.</summary>
    public static Task<long> AddAsync(DbSession session, string eventId, long crmId, long brokerId, string type, string body, DateTimeOffset now) =>
        session.GetAsync<long>(
            """
            insert into webhook_events (event_id, crm_id, broker_id, type, body, created_at, attempts)
            values (@eventId, @crmId, @brokerId, @type, @body, @now, 0)
            returning id
            """,
            new { eventId, crmId, brokerId, type, body, now });

    /// <summary>The event, or null.</summary>
    public Task<WebhookEventRow?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<WebhookEventRow>(
                "select id, event_id, crm_id, broker_id, type, body, created_at, attempts, delivered_at, given_up_at from webhook_events where id = @id", new { id }),
            cancellationToken);

    /// <summary>Writes down how an attempt ended, as part of the caller's write.</summary>
    /// <param name="session">The caller's write.</param>
    /// <param name="id">The event.</param>
    /// <param name="status">HTTP status, 0 without an answer.</param>
    /// <param name="deliveredAt">Null unless it was a success.</param>
    /// <param name="givenUpAt">Null while there are further attempts.</param>
    public static Task NoteAttemptAsync(DbSession session, long id, int status, DateTimeOffset? deliveredAt, DateTimeOffset? givenUpAt) =>
        session.ExecuteAsync(
            """
            update webhook_events set attempts = attempts + 1, last_status = @status, delivered_at = coalesce(delivered_at, @deliveredAt), given_up_at = @givenUpAt
            where id = @id
            """,
            new { id, status, deliveredAt, givenUpAt });
}
