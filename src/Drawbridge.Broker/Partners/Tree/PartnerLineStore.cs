using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Tree;

/// <summary>A partner somewhere in the tree.</summary>
internal sealed record PartnerInTree
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Identifier { get; init; } = "";

    public PartnerStatus Status { get; init; }

    /// <summary>Since when the partner stands there.</summary>
    public DateTimeOffset Since { get; init; }
}

/// <summary>A move as the history of a partner shows it.</summary>
internal sealed record PartnerMoveRecord
{
    /// <summary>Under whom; null = at the top.</summary>
    public long? ParentId { get; init; }

    public string? ParentName { get; init; }

    public string? ParentIdentifier { get; init; }

    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public string RecordedBy { get; init; } = "";

    public string? Reason { get; init; }
}

/// <summary>
/// Parts of the tree around one partner, as of a time. What is read grows with what is shown, never with the tree. Every statement names the broker (BID-44).
/// </summary>
internal sealed class PartnerLineStore(Database database)
{
    /// <summary>Those above a partner, the nearest first. With a cross join SQLite does not begin with all partners of the broker.</summary>
    public Task<IReadOnlyList<PartnerInTree>> ListAboveAsync(long brokerId, long partnerId, DateTimeOffset at, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerInTree>(
            $"""
            with recursive above (id, level) as (
              select cast(@partnerId as bigint), 0
              union all
              select {ParentOf("above.id")}, level + 1 from above where above.id is not null
            )
            select p.id, p.name, p.identifier, p.status,
              {SinceOf("p.id")} as since
            from above cross join partners p
            where p.id = above.id and p.broker_id = @brokerId and above.level > 0 order by above.level
            """,
            new { brokerId, partnerId, at }),
        cancellationToken);

    /// <summary>Those directly below a partner who have smaller numbers, the largest first. Staff sees everybody, the partner nobody who was not accepted.</summary>
    public Task<IReadOnlyList<PartnerInTree>> ListBelowAsync(
        long brokerId, long partnerId, DateTimeOffset at, long before, int limit, bool withRejected, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerInTree>(
            $"""
            select p.id, p.name, p.identifier, p.status, {SinceOf("p.id")} as since
            {Below(withRejected)} order by c.partner_id desc limit @limit
            """,
            new { brokerId, partnerId, at, before, limit }),
        cancellationToken);

    /// <summary>How many of them there are.</summary>
    public Task<long> CountBelowAsync(long brokerId, long partnerId, DateTimeOffset at, bool withRejected, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.GetAsync<long>($"select count(*) {Below(withRejected)}", new { brokerId, partnerId, at, before = long.MaxValue }), cancellationToken);

    /// <summary>Every move of a partner, the latest first: those that hold, held and will hold.</summary>
    public Task<IReadOnlyList<PartnerMoveRecord>> ListMovesAsync(long brokerId, long partnerId, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.ListAsync<PartnerMoveRecord>(
            """
            select m.parent_id, p.name as parent_name, p.identifier as parent_identifier, m.from_at, m.recorded_at, m.recorded_by, m.reason
            from partner_moves m left join partners p on p.id = m.parent_id and p.broker_id = m.broker_id
            where m.broker_id = @brokerId and m.partner_id = @partnerId order by m.from_at desc, m.id desc limit @limit
            """,
            new { brokerId, partnerId, limit }),
        cancellationToken);

    private static string Below(bool withRejected) =>
        $"""
        from (select distinct partner_id from partner_moves where parent_id = @partnerId and broker_id = @brokerId and partner_id < @before) c
        join partners p on p.id = c.partner_id and p.broker_id = @brokerId
        where {ParentOf("c.partner_id")} = @partnerId {(withRejected ? "" : $"and p.status <> {(int)PartnerStatus.Rejected}")}
        """;

    /// <summary>Since when a partner stands there.</summary>
    private static string SinceOf(string partner) =>
        $"(select m.from_at from partner_moves m where m.broker_id = @brokerId and m.partner_id = {partner} and m.from_at <= @at order by m.from_at desc, m.id desc limit 1)";

    /// <summary>Under whom a partner stands as of @at, whose number that expression is.</summary>
    private static string ParentOf(string partner) =>
        $"(select m.parent_id from partner_moves m where m.partner_id = {partner} and m.broker_id = @brokerId and m.from_at <= @at order by m.from_at desc, m.id desc limit 1)";
}
