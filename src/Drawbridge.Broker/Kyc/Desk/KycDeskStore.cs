using Drawbridge.Broker.Documents;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Kyc.Desk;

/// <summary>A verification in the list of the desk.</summary>
internal sealed record KycDeskCase
{
    public long Id { get; init; }

    public string Reference { get; init; } = "";

    public string BrokerName { get; init; } = "";

    public string Level { get; init; } = "";

    public int Round { get; init; }

    public KycState State { get; init; }

    public long? CtraderUserId { get; init; }

    public string Email { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }
}

/// <summary>What waits for the desk at one broker.</summary>
internal sealed class KycDeskWaiting
{
    public string BrokerName { get; init; } = "";

    public long Cases { get; init; }
}

/// <summary>The SQL of those who look after verifications. Everything is reached through the brokers of the one who asks (BID-44).</summary>
internal sealed class KycDeskStore(Database database)
{
    private const string Select =
        """
        select c.id, c.reference, b.name as broker_name, c.level, c.round, c.state, u.ctrader_user_id, u.email, u.first_name, u.last_name, c.reason,
          c.created_at, c.updated_at, c.submitted_at, c.decided_at, c.expires_at, c.erased_at
        from kyc_cases c join brokers b on b.id = c.broker_id join users u on u.id = c.user_id
        """;

    /// <summary>The latest first, before a number. Drafts are the trader's own affair: they come only when asked for.</summary>
    public Task<IReadOnlyList<KycDeskCase>> ListAsync(
        BrokerScope scope, long? brokerId, KycState? state, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<KycDeskCase>(
                $"""
                {Select}
                where c.broker_id in {BrokerScope.Sql} and c.id < @before
                {(brokerId is null ? "" : "and c.broker_id = @brokerId")}
                {(state is null ? "and c.state <> 1" : "and c.state = @state")}
                order by c.id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, brokerId, state = (int?)state, before, limit }),
            cancellationToken);

    /// <summary>The brokers where verifications wait for a decision.</summary>
    public Task<IReadOnlyList<KycDeskWaiting>> CountWaitingAsync(BrokerScope scope, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<KycDeskWaiting>(
                $"""
                select b.name as broker_name, count(*) as cases from kyc_cases c join brokers b on b.id = c.broker_id
                where c.broker_id in {BrokerScope.Sql} and c.state in (2, 3) group by b.name order by b.name
                """,
                new { scope.CrmId, scope.StaffId }),
            cancellationToken);

    /// <summary>The verification, or null when it is at none of those brokers.</summary>
    public Task<KycDeskCase?> FindAsync(BrokerScope scope, string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<KycDeskCase>($"{Select} where c.reference = @reference and c.broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, reference }),
            cancellationToken);

    /// <summary>The same as a whole row, locked, as part of the caller's write.</summary>
    public static Task<KycCase?> LockAsync(DbSession session, BrokerScope scope, string reference) =>
        session.FindAsync<KycCase>(
            $"""
            select {KycStore.Columns} from kyc_cases c
            where c.reference = @reference and c.broker_id in {BrokerScope.Sql} {session.Dialect.ForUpdate}
            """,
            new { scope.CrmId, scope.StaffId, reference });

    /// <summary>What was done to a verification, the first first.</summary>
    public Task<IReadOnlyList<KycAuditRow>> ListAuditAsync(long caseId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<KycAuditRow>(
                "select actor, who, what, detail, to_state, happened_at from kyc_audit where case_id = @caseId order by id", new { caseId }),
            cancellationToken);

    /// <summary>A file of a verification, which was not erased, or null when there is none of that number in a verification there with that reference.</summary>
    public Task<StoredDocument?> FindDocumentAsync(BrokerScope scope, string reference, long documentId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<StoredDocument>(
                $"""
                select d.id, d.broker_id, d.user_id, d.name, d.format, d.bytes, d.state, d.key_sealed, d.created_at
                from documents d join kyc_files f on f.document_id = d.id join kyc_cases c on c.id = f.case_id
                where c.broker_id in {BrokerScope.Sql} and c.reference = @reference and d.id = @documentId and d.state = 2
                """,
                new { scope.CrmId, scope.StaffId, reference, documentId }),
            cancellationToken);
}
