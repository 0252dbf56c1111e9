using Drawbridge.Broker.Management;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.Payments;

/// <summary>A payment in a list.</summary>
internal sealed class PaymentListRow
{
    public long Id { get; init; }

    public long BrokerId { get; init; }

    public PaymentKind Kind { get; init; }

    public string Reference { get; init; } = "";

    public long TraderLogin { get; init; }

    public string Currency { get; init; } = "";

    public int MoneyDigits { get; init; }

    public long Amount { get; init; }

    public PaymentSource Source { get; init; } = PaymentSource.Cashier;

    public string Method { get; init; } = "";

    public string Provider { get; init; } = "";

    public PaymentState State { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public string Email { get; init; } = "";

    /// <summary>What was seen of a movement whose outcome is open.</summary>
    public string? Evidence { get; init; }
}

/// <summary>An entry of the books.</summary>
internal sealed class LedgerEntry
{
    public string Posting { get; init; } = "";

    public string Account { get; init; } = "";

    public long Amount { get; init; }

    public string Currency { get; init; } = "";

    public int MoneyDigits { get; init; }

    public DateTimeOffset PostedAt { get; init; }
}

/// <summary>A call 3.5 made for a payment.</summary>
internal sealed class MovementRow
{
    public MovementPurpose Purpose { get; init; }

    public long Amount { get; init; }

    public long? BalanceBefore { get; init; }

    public MovementStatus Status { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public long? BalanceHistoryId { get; init; }

    public string? Evidence { get; init; }
}

/// <summary>What the CRM was told of a payment.</summary>
internal sealed class ToldRow
{
    public string Type { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    public int? LastStatus { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? GivenUpAt { get; init; }
}

/// <summary>The SQL of payments as the console shows them. Everything is reached through the brokers in scope (BID-44).</summary>
internal sealed class PaymentLists(Database database)
{
    /// <summary>States in which staff has to find out or mend something.</summary>
    public static IReadOnlyList<PaymentState> Parked { get; } =
        [.. Enum.GetValues<PaymentState>().Where(static state => PaymentMachine.IsUnknown(state) || (PaymentMachine.NeedsStaff(state) && state != PaymentState.AwaitingApproval))];

    private const string Columns =
        """
        p.id, p.broker_id, p.kind, p.reference, p.trader_login, p.currency, p.money_digits, p.amount, p.source, p.method, p.provider, p.state, p.created_at, p.updated_at,
        u.email
        """;

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<PaymentListRow>> ListAsync(BrokerScope scope, PaymentFilter filter, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<PaymentListRow>(
                $"""
                select {Columns} from payments p join users u on u.id = p.user_id
                where p.broker_id in {BrokerScope.Sql} and p.id < @before
                {(filter.State is null ? "" : "and p.state = @state")}
                {(filter.Kind is null ? "" : "and p.kind = @kind")}
                {(filter.BrokerId is null ? "" : "and p.broker_id = @BrokerId")}
                {(filter.From is null ? "" : "and p.created_at >= @from")}
                {(filter.Until is null ? "" : "and p.created_at < @until")}
                {SearchOf(filter)}
                order by p.id desc limit @limit
                """,
                new
                {
                    scope.CrmId, scope.StaffId, before = filter.Before ?? long.MaxValue, state = (int?)filter.State, kind = (int?)filter.Kind, filter.BrokerId,
                    from = BeginOf(filter.From), until = BeginOf(filter.Until?.AddDays(1)), search = filter.Search, filter.Account,
                    email = UserStore.Normalize(filter.Search), limit,
                }),
            cancellationToken);

    /// <summary>Withdrawals that a person has to agree to, the oldest first.</summary>
    public Task<IReadOnlyList<PaymentListRow>> ListApprovalsAsync(BrokerScope scope, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<PaymentListRow>(
                $"""
                select {Columns} from payments p join users u on u.id = p.user_id
                where p.state = 10 and p.broker_id in {BrokerScope.Sql} order by p.id limit @limit
                """,
                new { scope.CrmId, scope.StaffId, limit }),
            cancellationToken);

    /// <summary>Payments whose outcome nobody knows, that the platform refused, or for which other money was moved, with what was seen, the oldest first.</summary>
    public Task<IReadOnlyList<PaymentListRow>> ListParkedAsync(BrokerScope scope, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<PaymentListRow>(
                $"""
                select {Columns}, coalesce(m.evidence,
                  (select e.detail from payment_events e where e.payment_id = p.id and e.to_state = p.state and p.state in (8, 22) order by e.id desc limit 1)) as evidence
                from payments p join users u on u.id = p.user_id
                left join payment_movements m on m.payment_id = p.id and m.status = 2
                where p.state in (5, 6, 8, 13, 19, 20, 22) and p.broker_id in {BrokerScope.Sql} order by p.id limit @limit
                """,
                new { scope.CrmId, scope.StaffId, limit }),
            cancellationToken);

    /// <summary>The user's address.</summary>
    public Task<string?> FindEmailAsync(Payment payment, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<string>("select email from users where id = @UserId and broker_id = @BrokerId", new { payment.UserId, payment.BrokerId }),
            cancellationToken);

    /// <summary>The calls 3.5 made for the payment, the first first.</summary>
    public Task<IReadOnlyList<MovementRow>> ListMovementsAsync(Payment payment, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<MovementRow>(
                """
                select purpose, amount, balance_before, status, sent_at, balance_history_id, evidence from payment_movements
                where payment_id = @Id and broker_id = @BrokerId order by id
                """,
                new { payment.Id, payment.BrokerId }),
            cancellationToken);

    /// <summary>The payment's entries in the books, the first first.</summary>
    public Task<IReadOnlyList<LedgerEntry>> ListEntriesAsync(Payment payment, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<LedgerEntry>(
                """
                select posting, account, amount, currency, money_digits, posted_at from ledger_entries
                where payment_id = @Id and broker_id = @BrokerId order by id
                """,
                new { payment.Id, payment.BrokerId }),
            cancellationToken);

    /// <summary>What the CRM was told of the payment, the first first. Events name it in their body; they are looked for in its own time only.</summary>
    public Task<IReadOnlyList<ToldRow>> ListToldAsync(Payment payment, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<ToldRow>(
                """
                select type, created_at, attempts, last_status, delivered_at, given_up_at from webhook_events
                where broker_id = @BrokerId and created_at >= @CreatedAt and created_at <= @end and type like 'payment.%' and body like @named
                order by id limit 100
                """,
                new { payment.BrokerId, payment.CreatedAt, end = payment.UpdatedAt.AddSeconds(5), named = $"%\"reference\":\"{payment.Reference}\"%" }),
            cancellationToken);

    private static string SearchOf(PaymentFilter filter) => filter switch
    {
        { Search: "" } => "",
        { Account: not null } => "and (p.trader_login = @Account or p.provider_reference = @search)",
        _ when filter.Search.Contains('@', StringComparison.Ordinal) => "and u.normalized_email = @email",
        _ => "and (p.reference = @search or p.provider_reference = @search)",
    };

    private static DateTimeOffset? BeginOf(DateOnly? day) => day is { } one ? new DateTimeOffset(one.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
