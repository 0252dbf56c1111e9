using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>A user of a partner, as lists show them.</summary>
internal sealed record AttributedTrader
{
    public long UserId { get; init; }

    public string Email { get; init; } = "";

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public AttributionSource Source { get; init; }

    public DateTimeOffset Since { get; init; }
}

/// <summary>What staff decides about attribution, and what there is to see of it (INV-6, INV-9).</summary>
internal sealed class AttributionService(Database database, AttributionStore store, TimeProvider time)
{
    /// <summary>Gives a user to a partner, or to nobody. False when the broker has no such user or partner.</summary>
    public Task<bool> AssignAsync(
        BrokerEntity broker, long userId, long? partnerId, string by, string? reason, Func<DbSession, AttributionResult, Task>? also, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await session.FindAsync<long?>("select id from users where broker_id = @brokerId and id = @userId", new { brokerId = broker.Id, userId }) is null
                || (partnerId is { } id && await PartnerStore.FindAsync(session, broker.Id, id) is null))
            {
                return false;
            }

            var (_, after) = await store.AddAsync(
                session, broker.Id, userId, new AttributionClaim(partnerId, AttributionSource.Staff, time.GetUtcNow()) { By = by, Reason = reason });
            if (also is not null)
            {
                await also(session, after);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Whose a user is now; null = nobody's.</summary>
    public Task<long?> FindPartnerAsync(long brokerId, long userId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.FindAsync<long?>("select partner_id from attributions where broker_id = @brokerId and user_id = @userId", new { brokerId, userId }), cancellationToken);

    /// <summary>How many traders a partner has now.</summary>
    public Task<long> CountAsync(long brokerId, long partnerId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.GetAsync<long>("select count(*) from attributions where broker_id = @brokerId and partner_id = @partnerId", new { brokerId, partnerId }), cancellationToken);

    /// <summary>The same of several partners; those without traders are left out.</summary>
    public async Task<IReadOnlyDictionary<long, long>> CountAsync(long brokerId, long[] partnerIds, CancellationToken cancellationToken) => (await database.ReadAsync(
        session => session.ListAsync<TraderCount>(
            $"""
            select partner_id, count(*) as traders from attributions
            where broker_id = @brokerId and {session.Dialect.In("partner_id", "@partnerIds")} group by partner_id
            """,
            new { brokerId, partnerIds }),
        cancellationToken)).ToDictionary(static row => row.PartnerId, static row => row.Traders);

    /// <summary>Those of a partner who have smaller numbers, the largest first.</summary>
    public Task<IReadOnlyList<AttributedTrader>> ListAsync(long brokerId, long partnerId, long before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<AttributedTrader>(
            """
            select a.user_id, u.email, u.first_name, u.last_name, a.source, a.since
            from attributions a join users u on u.id = a.user_id and u.broker_id = a.broker_id
            where a.broker_id = @brokerId and a.partner_id = @partnerId and a.user_id < @before
            order by a.user_id desc limit @limit
            """,
            new { brokerId, partnerId, before, limit }),
        cancellationToken);

    private sealed record TraderCount
    {
        public long PartnerId { get; init; }

        public long Traders { get; init; }
    }
}
