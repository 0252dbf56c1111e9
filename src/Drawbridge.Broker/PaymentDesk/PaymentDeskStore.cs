using Drawbridge.Broker.Management;
using Drawbridge.Broker.Payments;
using Drawbridge.Storage;

namespace Drawbridge.Broker.PaymentDesk;

/// <summary>What happened to a payment, as stored.</summary>
internal sealed class PaymentHistoryRow
{
    public string Name { get; init; } = "";

    public int ToState { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset HappenedAt { get; init; }
}

/// <summary>The SQL of those who look after payments. Everything is reached through the brokers of the one who asks (BID-44).</summary>
internal sealed class PaymentDeskStore(Database database)
{
    private static readonly string Columns = PaymentColumns.Of("p");

    /// <summary>The latest first, before a number.</summary>
    public Task<IReadOnlyList<Payment>> ListAsync(
        BrokerScope scope, long? brokerId, PaymentState? state, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<Payment>(
                $"""
                select {Columns} from payments p
                where p.broker_id in {BrokerScope.Sql} and p.id < @before
                {(brokerId is null ? "" : "and p.broker_id = @brokerId")}
                {(state is null ? "" : "and p.state = @state")}
                order by p.id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, brokerId, state = (int?)state, before, limit }),
            cancellationToken);

    /// <summary>The payment, or null when it is at none of those brokers.</summary>
    public Task<Payment?> FindAsync(BrokerScope scope, string reference, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<Payment>(
                $"select {Columns} from payments p where p.reference = @reference and p.broker_id in {BrokerScope.Sql}",
                new { scope.CrmId, scope.StaffId, reference }),
            cancellationToken);

    /// <summary>What happened to a payment, the first first.</summary>
    public Task<IReadOnlyList<PaymentHistoryRow>> ListHistoryAsync(long paymentId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<PaymentHistoryRow>(
                "select name, to_state, detail, happened_at from payment_events where payment_id = @paymentId order by id", new { paymentId }),
            cancellationToken);

    /// <summary>What was seen of the movement whose outcome is open, or what the provider told of other money than was asked for.</summary>
    public Task<string?> FindEvidenceAsync(long paymentId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<string>(
                """
                select coalesce(
                  (select evidence from payment_movements where payment_id = @paymentId and status = 2),
                  (select e.detail from payment_events e join payments p on p.id = e.payment_id
                   where p.id = @paymentId and p.state in (8, 22) and e.to_state = p.state order by e.id desc limit 1))
                """,
                new { paymentId }),
            cancellationToken);
}
