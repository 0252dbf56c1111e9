using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Tree;

/// <summary>The SQL of the tree of partners (INV-3). Every statement names the broker (BID-44).</summary>
internal sealed class PartnerTreeStore(Database database, TimeProvider time)
{
    /// <summary>The whole tree of a broker, for work in the background that goes through many partners.</summary>
    public Task<PartnerTree> ReadAsync(long brokerId, CancellationToken cancellationToken) => database.ReadAsync(
        async session => new PartnerTree(
            (await session.ListAsync<Row>("select id, partner_id, parent_id, from_at from partner_moves where broker_id = @brokerId", new { brokerId }))
            .Select(static row => new PartnerMove(row.Id, row.PartnerId, row.ParentId, row.FromAt))),
        cancellationToken);

    /// <summary>The part of a broker's tree above a partner, of all times: enough to say who stood above it when, however large the tree is.</summary>
    public Task<PartnerTree> ReadAboveAsync(long brokerId, long partnerId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadAboveAsync(session, brokerId, partnerId), cancellationToken);

    /// <inheritdoc cref="ReadAboveAsync(long, long, CancellationToken)"/>
    /// <remarks>Part of the caller's read or write.</remarks>
    public static async Task<PartnerTree> ReadAboveAsync(DbSession session, long brokerId, long partnerId) => new(
        (await session.ListAsync<Row>(
            """
            with recursive above (id) as (
              select cast(@partnerId as bigint)
              union
              select m.parent_id from above a cross join partner_moves m where m.broker_id = @brokerId and m.partner_id = a.id)
            select m.id, m.partner_id, m.parent_id, m.from_at from above a cross join partner_moves m where m.broker_id = @brokerId and m.partner_id = a.id
            """,
            new { brokerId, partnerId }))
        .Select(static row => new PartnerMove(row.Id, row.PartnerId, row.ParentId, row.FromAt)));

    /// <summary>
    /// Puts a partner under another one from a time on, and returns null; or the time from which on that would put the partner above itself, and
    /// changes nothing. Moves of one broker are made one after the other. Part of the caller's write.
    /// </summary>
    /// <param name="session">The caller's write.</param>
    /// <param name="brokerId">The broker, whose both partners are.</param>
    /// <param name="partnerId">Who moves.</param>
    /// <param name="parentId">Under whom; null = to the top.</param>
    /// <param name="from">Since when; the past does not change, so not before now.</param>
    /// <param name="by">Who decided it.</param>
    /// <param name="reason">Why.</param>
    public async Task<DateTimeOffset?> MoveAsync(
        DbSession session, long brokerId, long partnerId, long? parentId, DateTimeOffset from, string by, string? reason)
    {
        await session.ExecuteAsync("update brokers set id = id where id = @brokerId", new { brokerId }); // locks the tree until the write ends
        var now = time.GetUtcNow();
        from = from < now ? now : from;
        if (parentId is { } parent && (await ReadAboveAsync(session, brokerId, parent)).FindCircle(new(long.MaxValue, partnerId, parent, from)) is { } circle)
        {
            return circle;
        }

        await session.ExecuteAsync(
            """
            insert into partner_moves (broker_id, partner_id, parent_id, from_at, recorded_at, recorded_by, reason)
            values (@brokerId, @partnerId, @parentId, @from, @now, @by, @reason)
            """,
            new { brokerId, partnerId, parentId, from, now, by, reason });
        return null;
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public long PartnerId { get; init; }

        public long? ParentId { get; init; }

        public DateTimeOffset FromAt { get; init; }
    }
}
