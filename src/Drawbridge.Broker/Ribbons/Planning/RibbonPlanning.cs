using System.Collections.Concurrent;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>
/// Decides who has to be planned: users of whom something has changed, and all users of a broker when a campaign or its time has. Each step is one short write that
/// either happened as a whole or is done again, so it goes on after any stop, and any number of nodes may do it.
/// </summary>
internal sealed class RibbonPlanning(Database database, BrokerDirectory directory, RibbonPlanner planner, TimeProvider time, IOptions<RibbonOptions> options)
{
    /// <summary>Brokers whose state on record was compared before, so that an idle node asks nothing.</summary>
    private readonly ConcurrentDictionary<long, bool> _switches = new();

    /// <summary>One step, the most urgent first. False when there is nothing to do.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken) =>
        await NoteSwitchesAsync(cancellationToken) | await TurnCampaignsAsync(cancellationToken)
        || await PlanTouchedAsync(cancellationToken)
        || await GoOnWithPassAsync(cancellationToken);

    /// <summary>When the schedule of a campaign next asks for something; null = never.</summary>
    public Task<DateTimeOffset?> FindNextTurnAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<DateTimeOffset?>(
                $"select next_change_at from ribbon_campaigns where state = {(int)CampaignState.Live} and next_change_at is not null order by next_change_at limit 1"),
            cancellationToken);

    /// <summary>A broker that lost or got single sign-on has all its users planned (MOD-24, MOD-43).</summary>
    private async Task<bool> NoteSwitchesAsync(CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var broker in directory.Current.Brokers)
        {
            var on = RibbonModule.IsOn(broker);
            if (_switches.TryGetValue(broker.Id, out var before) && before == on)
            {
                continue;
            }

            changed |= await database.WriteAsync(
                async session =>
                {
                    var now = time.GetUtcNow();
                    var news = await RibbonPassStore.TryNoteSwitchAsync(session, broker.Id, on, now);
                    if (news)
                    {
                        await RibbonPassStore.RequestAsync(session, broker.Id, now);
                    }

                    return news;
                },
                cancellationToken);
            _switches[broker.Id] = on;
        }

        return changed;
    }

    /// <summary>Campaigns that begin or stop to show at this time.</summary>
    private async Task<bool> TurnCampaignsAsync(CancellationToken cancellationToken)
    {
        if (await FindNextTurnAsync(cancellationToken) is not { } next || next > time.GetUtcNow())
        {
            return false;
        }

        await database.WriteAsync(
            async session =>
            {
                var now = time.GetUtcNow();
                var due = await session.ListAsync<Campaign>(
                    $"""
                    select id, broker_id, state, live from ribbon_campaigns
                    where state = {(int)CampaignState.Live} and next_change_at <= @now order by id limit 100 {session.Dialect.ForUpdateSkipLocked}
                    """,
                    new { now });
                foreach (var campaign in due)
                {
                    await TurnAsync(session, campaign, now);
                }
            },
            cancellationToken);
        return true;
    }

    private static async Task TurnAsync(DbSession session, Campaign campaign, DateTimeOffset now)
    {
        var content = campaign.LiveContent!;
        var shows = content.Schedule.ShowsAt(now);
        var daily = content.Audience.CountsDays;
        var news = await session.ExecuteAsync("update ribbon_campaigns set showing = @shows where id = @Id and showing <> @shows", new { campaign.Id, shows }) == 1;
        await session.ExecuteAsync(
            "update ribbon_campaigns set next_change_at = @next where id = @Id", new { campaign.Id, next = content.Schedule.NextChangeAfter(now, daily) });
        if (news || (shows && (daily || content.Schedule.DaysPerTrader is not null)))
        {
            await RibbonPassStore.RequestAsync(session, campaign.BrokerId, now);
        }
    }

    private Task<bool> PlanTouchedAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var touched = await session.ListAsync<TouchedUser>(
                    $"""
                    delete from ribbon_touches where id in (select id from ribbon_touches order by id limit @limit {session.Dialect.ForUpdateSkipLocked})
                    returning broker_id, user_id
                    """,
                    new { limit = options.Value.PlanningBatch });
                foreach (var ofBroker in touched.GroupBy(static one => one.BrokerId).OrderBy(static one => one.Key))
                {
                    if (directory.Current.FindBroker(ofBroker.Key) is { } broker)
                    {
                        var users = ofBroker.Select(static one => one.UserId).ToArray();
                        var ids = await session.ListAsync<long>(
                            $"select ctrader_user_id from users where broker_id = @Key and {session.Dialect.In("id", "@users")} and ctrader_user_id is not null", new { ofBroker.Key, users });
                        await planner.PlanAsync(session, broker.Crm.Id, ids);
                    }
                }

                return touched.Count > 0;
            },
            cancellationToken);

    private Task<bool> GoOnWithPassAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await RibbonPassStore.FindRunningAsync(session) is not { } pass)
                {
                    return false;
                }

                // Where nobody has a ribbon nor is to get one there is nobody to look at.
                var broker = directory.Current.FindBroker(pass.BrokerId);
                var users = broker is null || !await RibbonPassStore.HasWorkAsync(session, broker.Crm.Id)
                    ? []
                    : await RibbonPassStore.ListNextAsync(session, pass, options.Value.PlanningBatch);
                if (users.Count > 0)
                {
                    await planner.PlanAsync(session, broker!.Crm.Id, users);
                }

                await RibbonPassStore.AdvanceAsync(session, pass, users, time.GetUtcNow());
                return true;
            },
            cancellationToken);

    private sealed class TouchedUser
    {
        public long BrokerId { get; init; }

        public long UserId { get; init; }
    }
}
