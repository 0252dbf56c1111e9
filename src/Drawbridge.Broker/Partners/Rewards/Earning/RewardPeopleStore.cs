using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Tree;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Partners.Rewards.Earning;

/// <summary>Reads who earns by what, of one broker (BID-44).</summary>
internal sealed class RewardPeopleStore(Database database, PartnerTreeStore trees, TimeProvider time)
{
    /// <summary>Everything as it is now, and was.</summary>
    public async Task<RewardPeople> ReadAsync(long brokerId, CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        var tree = await trees.ReadAsync(brokerId, cancellationToken);
        return await database.ReadAsync(
            async session => new RewardPeople(
                await RewardPlanStore.ReadAsync(session, brokerId),
                tree,
                (await session.ListAsync<PartnerRow>("select id, user_id, status from partners where broker_id = @brokerId", new { brokerId })).Select(static row => new KnownPartner(row.Id, row.UserId, row.Status)),
                (await session.ListAsync<StatusRow>("select partner_id, status, from_at from partner_statuses where broker_id = @brokerId order by id", new { brokerId }))
                    .Select(static row => new StatusChange(row.PartnerId, row.Status, row.FromAt)),
                await AttributionStore.ListRulesAsync(session, brokerId),
                readAt),
            cancellationToken);
    }

    private sealed record PartnerRow
    {
        public long Id { get; init; }

        public long? UserId { get; init; }

        public PartnerStatus Status { get; init; }
    }

    private sealed record StatusRow
    {
        public long PartnerId { get; init; }

        public PartnerStatus Status { get; init; }

        public DateTimeOffset FromAt { get; init; }
    }
}
