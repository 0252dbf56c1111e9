using Drawbridge.Storage;

namespace Drawbridge.Broker.Payments.Notifications;

/// <summary>The SQL of what providers have told already.</summary>
internal sealed class NoticeStore(Database database)
{
    /// <summary>The hash of the body that came with this id, or null.</summary>
    public Task<string?> FindAsync(Payment payment, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<string>(
                "select body_hash from payment_notices where broker_id = @BrokerId and provider = @Provider and notice_id = @id",
                new { payment.BrokerId, payment.Provider, id }),
            cancellationToken);

    /// <summary>Remembers it; again is as well.</summary>
    public Task AddAsync(Payment payment, string id, string bodyHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into payment_notices (broker_id, provider, notice_id, body_hash, received_at) values (@BrokerId, @Provider, @id, @bodyHash, @now)
                on conflict (broker_id, provider, notice_id) do nothing
                """,
                new { payment.BrokerId, payment.Provider, id, bodyHash, now }),
            cancellationToken);

    /// <summary>Forgets those before a time.</summary>
    public Task DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from payment_notices where received_at < @before", new { before }), cancellationToken);
}
