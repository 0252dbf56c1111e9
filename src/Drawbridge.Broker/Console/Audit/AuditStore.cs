using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.Audit;

/// <summary>An entry of the audit log.</summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }

    public long? BrokerId { get; init; }

    public string Actor { get; init; } = "";

    public string Act { get; init; } = "";

    public string Object { get; init; } = "";

    public string? Detail { get; init; }

    public string? Reason { get; init; }

    public string? CameFrom { get; init; }

    public DateTimeOffset HappenedAt { get; init; }
}

/// <summary>Which entries are wanted; null = any.</summary>
internal sealed record AuditQuery(string? Actor, string? Act, string? Object, DateTimeOffset? From, DateTimeOffset? Until, long Before, int Limit);

/// <summary>The SQL of the audit log. Entries are added, never changed or removed.</summary>
internal sealed class AuditStore(Database database)
{
    /// <summary>Adds an entry as part of the write that does what it tells of: one is there if and only if the other is.</summary>
    /// <exception cref="ActRepeatedException">The same form did it before.</exception>
    public static async Task AddAsync(DbSession session, StaffAct act, DateTimeOffset now)
    {
        var added = await session.ExecuteAsync(
            """
            insert into audit_entries (crm_id, broker_id, staff_id, actor, act, object, detail, reason, came_from, submission_key, happened_at)
            values (@CrmId, @BrokerId, @StaffId, @Actor, @Name, @Object, @Detail, @Reason, @CameFrom, @SubmissionKey, @now)
            on conflict (staff_id, submission_key) do nothing
            """,
            new
            {
                act.CrmId, act.BrokerId, act.StaffId, act.Actor, act.Name, act.Object, act.Detail, act.Reason, act.CameFrom, act.SubmissionKey, now,
            });
        if (added == 0)
        {
            throw new ActRepeatedException();
        }
    }

    /// <summary>Adds an entry about something that changes nothing else, such as signing in.</summary>
    public Task AddAsync(StaffAct act, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AddAsync(session, act, now), cancellationToken);

    /// <summary>Whether a member of staff did something with this key.</summary>
    public Task<bool> IsDoneAsync(long staffId, string submissionKey, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FindAsync<long?>(
                "select id from audit_entries where staff_id = @staffId and submission_key = @submissionKey", new { staffId, submissionKey }) is not null,
            cancellationToken);

    /// <summary>The latest first. Who is limited to some brokers sees what happened at these.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(BrokerScope scope, AuditQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<AuditEntry>(
                $"""
                select id, broker_id, actor, act, object, detail, reason, came_from, happened_at from audit_entries
                where crm_id = @CrmId and id < @Before
                  and ((broker_id is null and cast(@StaffId as bigint) is null) or broker_id in {BrokerScope.Sql})
                  {(query.Actor is null ? "" : "and actor = @Actor")} {(query.Act is null ? "" : "and act = @Act")} {(query.Object is null ? "" : "and object = @Object")}
                  {(query.From is null ? "" : "and happened_at >= @From")} {(query.Until is null ? "" : "and happened_at < @Until")}
                order by id desc limit @Limit
                """,
                new { scope.CrmId, scope.StaffId, query.Before, query.Actor, query.Act, query.Object, query.From, query.Until, query.Limit }),
            cancellationToken);
}
