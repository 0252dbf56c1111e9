using Drawbridge.Broker.Management;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Statements;

/// <summary>The SQL of statements. Every statement names the broker (BID-44).</summary>
internal sealed class StatementStore(Database database)
{
    /// <summary>Columns of a <see cref="Statement"/>.</summary>
    public const string Columns = "id, broker_id, run_id, partner_id, currency, from_at, until_at, state, revision, amount, lines, account_id, payment_id, created_at, updated_at";

    private const string RowColumns =
        """
        s.id, s.broker_id, s.run_id, s.partner_id, p.name, p.identifier, s.currency, s.from_at, s.until_at, s.state, s.amount, s.lines, a.trader_login, m.reference, s.created_at, s.updated_at
        """;

    private const string From =
        """
        from partner_statements s join partners p on p.id = s.partner_id and p.broker_id = s.broker_id
        left join accounts a on a.id = s.account_id and a.broker_id = s.broker_id left join payments m on m.id = s.payment_id and m.broker_id = s.broker_id
        """;

    /// <summary>Statements of some brokers, the latest first, before a number; those that are being collected are not there yet.</summary>
    public Task<IReadOnlyList<StatementRow>> ListAsync(
        BrokerScope scope, long? brokerId, long? partnerId, long? runId, StatementState? state, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<StatementRow>(
            $"""
            select {RowColumns} {From}
            where s.broker_id in {BrokerScope.Sql} and s.id < @before and s.state > 0
            {(brokerId is null ? "" : "and s.broker_id = @brokerId")} {(partnerId is null ? "" : "and s.partner_id = @partnerId")}
            {(runId is null ? "" : "and s.run_id = @runId")} {(state is null ? "" : "and s.state = @state")}
            order by s.id desc limit @limit
            """,
            new { scope.CrmId, scope.StaffId, brokerId, partnerId, runId, state = (int?)state, before, limit }),
        cancellationToken);

    /// <summary>The statement with what keeps it, or null when it is at none of those brokers.</summary>
    public Task<StatementRow?> FindRowAsync(BrokerScope scope, long id, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var row = await session.FindAsync<StatementRow>(
                $"select {RowColumns} {From} where s.id = @id and s.state > 0 and s.broker_id in {BrokerScope.Sql}", new { scope.CrmId, scope.StaffId, id });
            return row is null ? null : row with { Hold = await HoldStore.FindOpenAsync(session, row.BrokerId, id) };
        },
        cancellationToken);

    /// <summary>Statements of a partner that the partner sees, the latest first.</summary>
    public Task<IReadOnlyList<StatementRow>> ListOfPartnerAsync(long brokerId, long partnerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<StatementRow>(
            $"select {RowColumns} {From} where s.broker_id = @brokerId and s.partner_id = @partnerId and s.state > 0 and s.id < @before order by s.id desc limit @limit",
            new { brokerId, partnerId, before, limit }),
        cancellationToken);

    /// <summary>The statement, locked until the caller's write ends; null when there is none of that number.</summary>
    public static Task<Statement?> LockAsync(DbSession session, long brokerId, long id) => session.FindAsync<Statement>(
        $"update partner_statements set revision = revision where broker_id = @brokerId and id = @id and state > 0 returning {Columns}", new { brokerId, id });

    /// <summary>The statement, or null. For work in the background.</summary>
    public Task<Statement?> FindAsync(long brokerId, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<Statement>($"select {Columns} from partner_statements where broker_id = @brokerId and id = @id and state > 0", new { brokerId, id }), cancellationToken);

    /// <summary>Moves a locked statement on. Part of the caller's write.</summary>
    public static Task<Statement> SetAsync(DbSession session, Statement statement, DateTimeOffset now) => session.GetAsync<Statement>(
        $"""
        update partner_statements set state = @state, account_id = @AccountId, payment_id = @PaymentId, updated_at = @now, revision = revision + 1
        where broker_id = @BrokerId and id = @Id returning {Columns}
        """,
        new { state = (int)statement.State, statement.AccountId, statement.PaymentId, now, statement.BrokerId, statement.Id });

    /// <summary>The account has the money of a payment to a partner. Part of the payment's write.</summary>
    public static Task<int> MarkPaidAsync(DbSession session, long brokerId, long paymentId, DateTimeOffset now) => session.ExecuteAsync(
        "update partner_statements set state = 5, updated_at = @now, revision = revision + 1 where broker_id = @brokerId and payment_id = @paymentId and state = 4",
        new { brokerId, paymentId, now });

    /// <summary>Keeps a statement. Part of the caller's write.</summary>
    public static Task<int> HoldAsync(DbSession session, Statement statement, HoldReason reason, string? detail, string by, DateTimeOffset now) => session.ExecuteAsync(
        """
        insert into partner_holds (broker_id, statement_id, reason, detail, created_at, created_by) values (@BrokerId, @Id, @reason, @detail, @now, @by)
        on conflict (statement_id) where statement_id is not null and released_at is null do nothing
        """,
        new { statement.BrokerId, statement.Id, reason = (int)reason, detail, now, by });

    /// <summary>
    /// The live account of the partner in the currency of the statement: the one that is asked for, else the one that is the partner, else the first.
    /// Null when there is none. Part of the caller's write.
    /// </summary>
    public static Task<long?> FindAccountAsync(DbSession session, Statement statement, string environmentName, long? login) => session.FindAsync<long?>(
        """
        select a.id from partners p join accounts a on a.user_id = p.user_id and a.broker_id = p.broker_id
        where p.broker_id = @BrokerId and p.id = @PartnerId and a.environment_name = @environmentName and a.deposit_currency = @Currency
        and (cast(@login as bigint) is null or a.trader_login = @login)
        order by case when a.id = p.account_id then 0 else 1 end, a.id
        """,
        new { statement.BrokerId, statement.PartnerId, statement.Currency, environmentName, login });

    /// <summary>Who has agreed, the first first.</summary>
    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(long brokerId, long id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<ApprovalRow>(
            "select approved_by, approved_at from partner_approvals where statement_id = @id and broker_id = @brokerId order by approved_at, approved_by", new { brokerId, id }),
        cancellationToken);
}
