using System.Security.Cryptography;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Delivery;

/// <summary>The SQL of sending sets. Who claims a user writes down first that something is about to be sent: if it is never heard of again, it is in doubt.</summary>
internal sealed class RibbonSetStore(Database database, TimeProvider time)
{
    /// <summary>Users of a plan that was taken back who are put behind the others at once.</summary>
    private const int SetAside = 500;

    private const string Mine = "crm_id = @CrmId and ctrader_user_id = @CtraderUserId and claim = @Claim";

    /// <summary>Whether a broker has anything to send now. Costs nothing on an idle node.</summary>
    public Task<bool> HasDueAsync(long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FindAsync<long?>(
                "select ctrader_user_id from ribbon_sets where broker_id = @brokerId and due is not null and next_attempt_at <= @now limit 1",
                new { brokerId, now = time.GetUtcNow() }) is not null,
            cancellationToken);

    /// <summary>When a broker has something to send next; null = nothing waits.</summary>
    public Task<DateTimeOffset?> FindNextAttemptAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<DateTimeOffset?>("select min(next_attempt_at) from ribbon_sets where due is not null"), cancellationToken);

    /// <summary>
    /// Takes the first that is due: what a person took back before everything else, then in the order of planning. No two callers get the same user until the lease ends.
    /// What holds a campaign that was taken back meanwhile is not sent any more.
    /// </summary>
    /// <param name="brokerId">Whose manager sends.</param>
    /// <param name="lease">Until when nobody else may send to this user: longer than a call can take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ClaimResult> ClaimAsync(long brokerId, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync<ClaimResult>(
            async session =>
            {
                var now = time.GetUtcNow();
                var first = await session.FindAsync<DueSet>(
                    $"""
                    select crm_id, ctrader_user_id, planned_hash from ribbon_sets
                    where broker_id = @brokerId and due is not null and next_attempt_at <= @now and (claimed_until is null or claimed_until <= @now)
                    order by due, next_attempt_at limit 1 {session.Dialect.ForUpdateSkipLocked}
                    """,
                    new { brokerId, now });
                if (first is null)
                {
                    return new ClaimResult.Nothing();
                }

                if (await IsOutdatedAsync(session, first.PlannedHash))
                {
                    await SetAsideAsync(session, brokerId, first.PlannedHash, now, now + lease);
                    return new ClaimResult.Outdated();
                }

                // A claim that ran out was perhaps sent: was_in_doubt keeps that. Who loses a claim takes it from everybody, see ConfirmAsync.
                var claimed = await session.GetAsync<RibbonClaim>(
                    """
                    update ribbon_sets set claim = @claim, claimed_until = @until, was_in_doubt = in_doubt, in_doubt = @yes, attempts = attempts + 1
                    where crm_id = @CrmId and ctrader_user_id = @CtraderUserId
                    returning crm_id, ctrader_user_id, claim, planned_hash, attempts, (select c.ribbons from ribbon_contents c where c.hash = planned_hash) as ribbons
                    """,
                    new { first.CrmId, first.CtraderUserId, claim = RandomNumberGenerator.GetHexString(24, lowercase: true), until = now + lease, yes = true });
                return new ClaimResult.Claimed(claimed);
            },
            cancellationToken);

    /// <summary>
    /// The platform has the set. What was planned meanwhile stays due. When the claim was lost, somebody else may have sent in between, and nobody knows which came
    /// last: then the newest is sent once more.
    /// </summary>
    public Task ConfirmAsync(RibbonClaim claim, TimeSpan settle, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var done = await session.ExecuteAsync(
                    $"""
                    update ribbon_sets set confirmed_hash = @PlannedHash, confirmed_at = @now, in_doubt = @no, claim = null, claimed_until = null, attempts = 0, failure = null,
                      due = case when planned_hash = @PlannedHash then null else coalesce(due, 1) end
                    where {Mine}
                    """,
                    new { claim.CrmId, claim.CtraderUserId, claim.Claim, claim.PlannedHash, now, no = false });
                if (done == 0)
                {
                    await session.ExecuteAsync(
                        """
                        update ribbon_sets set in_doubt = @yes, due = coalesce(due, 1), next_attempt_at = @later, claim = null, claimed_until = null
                        where crm_id = @CrmId and ctrader_user_id = @CtraderUserId
                        """,
                        new { claim.CrmId, claim.CtraderUserId, later = now + settle, yes = true });
                }

                await session.ExecuteAsync(
                    """
                    insert into ribbon_exposures (campaign_id, ctrader_user_id, first_at)
                    select cc.campaign_id, @CtraderUserId, @now from ribbon_content_campaigns cc join ribbon_campaigns c on c.id = cc.campaign_id
                    where cc.hash = @PlannedHash and c.counts_days = @yes
                    on conflict (campaign_id, ctrader_user_id) do nothing
                    """,
                    new { claim.CtraderUserId, claim.PlannedHash, now, yes = true });
            },
            cancellationToken);

    /// <summary>Nobody knows whether it arrived: the user is sent the newest set again, once nothing older can come in between.</summary>
    public Task DoubtAsync(RibbonClaim claim, TimeSpan settle, CancellationToken cancellationToken) =>
        LeaveAsync(claim, "in_doubt = @yes, due = coalesce(due, 1), next_attempt_at = @at", time.GetUtcNow() + settle, failure: null, cancellationToken);

    /// <summary>It surely was not sent: as before the claim.</summary>
    public Task GiveBackAsync(RibbonClaim claim, TimeSpan pause, CancellationToken cancellationToken) =>
        LeaveAsync(claim, "in_doubt = was_in_doubt, attempts = attempts - 1, next_attempt_at = @at", time.GetUtcNow() + pause, failure: null, cancellationToken);

    /// <summary>The platform said no for now.</summary>
    public Task RetryAsync(RibbonClaim claim, string failure, TimeSpan pause, CancellationToken cancellationToken) =>
        LeaveAsync(claim, "in_doubt = was_in_doubt, failure = @failure, next_attempt_at = @at", time.GetUtcNow() + pause, failure, cancellationToken);

    /// <summary>The platform said no for good: nothing is sent until another set is planned or somebody asks for it.</summary>
    public Task FailAsync(RibbonClaim claim, string failure, CancellationToken cancellationToken) =>
        LeaveAsync(
            claim, "in_doubt = was_in_doubt, failure = @failure, next_attempt_at = @at, due = case when planned_hash = @PlannedHash then null else due end",
            time.GetUtcNow(), failure, cancellationToken);

    private Task<int> LeaveAsync(RibbonClaim claim, string change, DateTimeOffset at, string? failure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                $"update ribbon_sets set claim = null, claimed_until = null, {change} where {Mine}",
                new { claim.CrmId, claim.CtraderUserId, claim.Claim, claim.PlannedHash, at, failure, yes = true }),
            cancellationToken);

    private static async Task<bool> IsOutdatedAsync(DbSession session, byte[] hash) =>
        await session.FindAsync<long?>(
            $"""
            select c.id from ribbon_content_campaigns cc join ribbon_campaigns c on c.id = cc.campaign_id
            where cc.hash = @hash and c.state <> {(int)CampaignState.Live} limit 1
            """,
            new { hash }) is not null;

    private static Task<int> SetAsideAsync(DbSession session, long brokerId, byte[] hash, DateTimeOffset now, DateTimeOffset later) =>
        session.ExecuteAsync(
            $"""
            update ribbon_sets set next_attempt_at = @later
            where broker_id = @brokerId and planned_hash = @hash and due is not null and next_attempt_at <= @now and ctrader_user_id in (
              select ctrader_user_id from ribbon_sets
              where broker_id = @brokerId and planned_hash = @hash and due is not null and next_attempt_at <= @now
              order by due, next_attempt_at limit {SetAside} {session.Dialect.ForUpdateSkipLocked})
            """,
            new { brokerId, hash, now, later });

    private sealed class DueSet
    {
        public long CrmId { get; init; }

        public long CtraderUserId { get; init; }

        public byte[] PlannedHash { get; init; } = [];
    }
}
