using System.Globalization;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>How far looking at all users of a broker has come.</summary>
internal sealed class RibbonPass
{
    public long BrokerId { get; init; }

    public bool Running { get; init; }

    /// <summary>Number on the platform of the last user that was looked at.</summary>
    public long Position { get; init; }

    /// <summary>Where it ends the second time around.</summary>
    public long StopAt { get; init; }

    /// <summary>Whether it has begun again at the first user.</summary>
    public bool Wrapped { get; init; }

    /// <summary>Users looked at so far.</summary>
    public long LookedAt { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>The SQL of looking at all users of a broker, which goes on where it was when a node dies.</summary>
internal static class RibbonPassStore
{
    private const string Columns = "broker_id, running, position, stop_at, wrapped, looked_at, requested_at, finished_at";

    /// <summary>
    /// Has every user of a broker planned once from now on, as a part of the caller's write. A round that is under way goes on from where it is, and then once more to
    /// there.
    /// </summary>
    public static async Task RequestAsync(DbSession session, long brokerId, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            $"""
            insert into ribbon_passes (broker_id, ribbons_on, running, position, stop_at, wrapped, looked_at, requested_at) values (@brokerId, @yes, @yes, 0, 0, @no, 0, @now)
            on conflict (broker_id) do update set
              running = excluded.running, wrapped = excluded.wrapped, requested_at = excluded.requested_at, finished_at = null,
              stop_at = case when ribbon_passes.running then ribbon_passes.position else 0 end,
              position = case when ribbon_passes.running then ribbon_passes.position else 0 end,
              looked_at = case when ribbon_passes.running then ribbon_passes.looked_at else 0 end
            """,
            new { brokerId, now, yes = true, no = false });
        await session.NotifyAsync(RibbonTouches.Channel, RibbonTouches.Plan);
    }

    /// <summary>Notes whether a broker has ribbons; true when that is news.</summary>
    public static async Task<bool> TryNoteSwitchAsync(DbSession session, long brokerId, bool on, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            """
            insert into ribbon_passes (broker_id, ribbons_on, running, position, stop_at, wrapped, looked_at, requested_at) values (@brokerId, @on, @no, 0, 0, @no, 0, @now)
            on conflict (broker_id) do nothing
            """,
            new { brokerId, on, no = false, now });
        return await session.ExecuteAsync("update ribbon_passes set ribbons_on = @on where broker_id = @brokerId and ribbons_on <> @on", new { brokerId, on }) == 1;
    }

    /// <summary>A round that is under way, locked; null when there is none that nobody else works at.</summary>
    public static Task<RibbonPass?> FindRunningAsync(DbSession session) =>
        session.FindAsync<RibbonPass>(
            $"select {Columns} from ribbon_passes where running = @yes order by requested_at, broker_id limit 1 {session.Dialect.ForUpdateSkipLocked}", new { yes = true });

    /// <summary>The round of a broker, or null.</summary>
    public static Task<RibbonPass?> FindAsync(DbSession session, long brokerId) =>
        session.FindAsync<RibbonPass>($"select {Columns} from ribbon_passes where broker_id = @brokerId", new { brokerId });

    /// <summary>Whether a CRM has a live campaign or a set of anybody's.</summary>
    public static async Task<bool> HasWorkAsync(DbSession session, long crmId) =>
        await session.FindAsync<long?>(
            $"select id from ribbon_campaigns where state = {(int)CampaignState.Live} and broker_id in (select id from brokers where crm_id = @crmId) limit 1", new { crmId }) is not null
        || await session.FindAsync<long?>("select ctrader_user_id from ribbon_sets where crm_id = @crmId limit 1", new { crmId }) is not null;

    /// <summary>The next users of the round by their number on the platform, which has an index for each broker.</summary>
    public static Task<IReadOnlyList<long>> ListNextAsync(DbSession session, RibbonPass pass, int limit) =>
        session.ListAsync<long>(
            $"""
            select ctrader_user_id from users
            where broker_id = @BrokerId and ctrader_user_id > @Position {(pass.Wrapped ? "and ctrader_user_id <= @StopAt" : "")}
            order by ctrader_user_id limit {limit.ToString(CultureInfo.InvariantCulture)}
            """,
            pass);

    /// <summary>Writes down how far the round has come after these users.</summary>
    public static Task AdvanceAsync(DbSession session, RibbonPass pass, IReadOnlyList<long> done, DateTimeOffset now) =>
        done.Count > 0 ? session.ExecuteAsync(
            "update ribbon_passes set position = @position, looked_at = looked_at + @count where broker_id = @BrokerId",
            new { pass.BrokerId, position = done[^1], count = done.Count })
        : !pass.Wrapped && pass.StopAt > 0 ? session.ExecuteAsync(
            "update ribbon_passes set position = 0, wrapped = @yes where broker_id = @BrokerId", new { pass.BrokerId, yes = true })
        : session.ExecuteAsync(
            "update ribbon_passes set running = @no, finished_at = @now where broker_id = @BrokerId", new { pass.BrokerId, no = false, now });
}
