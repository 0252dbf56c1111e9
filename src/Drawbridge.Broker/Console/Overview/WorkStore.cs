using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.Overview;

/// <summary>What waits for staff.</summary>
internal sealed class WorkCounts
{
    /// <summary>Withdrawals that a person has to agree to.</summary>
    public long Approvals { get; init; }

    /// <summary>Payments whose outcome nobody knows, or that the platform refused.</summary>
    public long Reconciliation { get; init; }

    /// <summary>Conversations with messages that the desk has not seen.</summary>
    public long UnreadChats { get; init; }

    /// <summary>Verifications that traders have sent and nobody has decided.</summary>
    public long Kyc { get; init; }

    /// <summary>People who asked to become partners.</summary>
    public long PendingPartners { get; init; }

    /// <summary>Statements of partners that somebody has to agree to.</summary>
    public long DraftStatements { get; init; }

    /// <summary>Events that the CRM has not taken, though it was told.</summary>
    public long FailedWebhooks { get; init; }
}

/// <summary>The SQL of what waits.</summary>
internal sealed class WorkStore(Database database)
{
    /// <summary>The counts of the brokers in scope, one statement.</summary>
    public Task<WorkCounts> CountAsync(BrokerScope scope, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.GetAsync<WorkCounts>(
                $"""
                select
                  (select count(*) from payments where state = 10 and broker_id in {BrokerScope.Sql}) as approvals,
                  (select count(*) from payments where state in (5, 6, 8, 13, 19, 20, 22) and broker_id in {BrokerScope.Sql}) as reconciliation,
                  (select count(*) from chat_conversations where desk_unread > 0 and broker_id in {BrokerScope.Sql}) as unread_chats,
                  (select count(*) from kyc_cases where state in (2, 3) and broker_id in {BrokerScope.Sql}) as kyc,
                  (select count(*) from partners where status = 1 and broker_id in {BrokerScope.Sql}) as pending_partners,
                  (select count(*) from partner_statements where state = 1 and broker_id in {BrokerScope.Sql}) as draft_statements,
                  (select count(*) from webhook_events
                   where crm_id = @CrmId and delivered_at is null and attempts > 0 and broker_id in {BrokerScope.Sql}) as failed_webhooks
                """,
                new { scope.CrmId, scope.StaffId }),
            cancellationToken);
}
