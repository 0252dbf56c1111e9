using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Console.Webhooks;

/// <summary>An event that the CRM was told of and has not taken.</summary>
internal sealed class UndeliveredEvent
{
    public long Id { get; init; }

    public string EventId { get; init; } = "";

    public long BrokerId { get; init; }

    public string Type { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    public int? LastStatus { get; init; }

    public DateTimeOffset? GivenUpAt { get; init; }
}

/// <summary>The SQL of events that were not taken.</summary>
internal sealed class UndeliveredStore(Database database, JobQueue jobs, TimeProvider time)
{
    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<UndeliveredEvent>> ListAsync(BrokerScope scope, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<UndeliveredEvent>(
                $"""
                select id, event_id, broker_id, type, created_at, attempts, last_status, given_up_at from webhook_events
                where crm_id = @CrmId and delivered_at is null and attempts > 0 and broker_id in {BrokerScope.Sql}
                order by id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, limit }),
            cancellationToken);

    /// <summary>Has an event sent at once and, if need be, again as if it were new. False when there is none of that number which was not taken.</summary>
    public Task<bool> TryResendAsync(BrokerScope scope, string eventId, Func<long, StaffAct> act, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var row = await session.FindAsync<UndeliveredEvent>(
                    $"""
                    update webhook_events set attempts = 0, given_up_at = null
                    where event_id = @eventId and crm_id = @CrmId and delivered_at is null and attempts > 0 and broker_id in {BrokerScope.Sql}
                    returning id, broker_id
                    """,
                    new { scope.CrmId, scope.StaffId, eventId });
                if (row is null)
                {
                    return false;
                }

                await AuditStore.AddAsync(session, act(row.BrokerId), time.GetUtcNow());
                await jobs.EnqueueAsync(session, WebhookDelivery.Request(row.Id));
                return true;
            },
            cancellationToken);
}
