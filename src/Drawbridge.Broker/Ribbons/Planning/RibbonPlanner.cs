using System.Collections.Concurrent;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>
/// Works out the one set of a user of the platform from the campaigns of every broker of the CRM that has this user (FLOW-RIBBON-2, FLOW-RIBBON-8), and notes what has to
/// be sent: nothing where the platform has agreed to the same set before. What was planned before and not sent is replaced, never sent.
/// </summary>
internal sealed class RibbonPlanner(BrokerDirectory directory, TimeProvider time, IOptions<RibbonOptions> options)
{
    /// <summary>Takes back what a person took back, before everything else.</summary>
    public const int DueFirst = 0;

    /// <summary>Everything else.</summary>
    public const int Due = 1;

    private readonly ConcurrentDictionary<(long Id, long Revision), CampaignContent> _contents = new();

    /// <summary>Plans users of a CRM as a part of the caller's write, which from then on is the only one that plans users of it. Returns how many sets changed.</summary>
    public async Task<int> PlanAsync(DbSession session, long crmId, IReadOnlyList<long> ctraderUserIds)
    {
        if (ctraderUserIds.Count == 0)
        {
            return 0;
        }

        await RibbonPlanStore.TakeTurnAsync(session, crmId);
        var ids = ctraderUserIds.Distinct().Order().ToArray();
        var now = time.GetUtcNow();
        var brokers = directory.Current.Brokers.Where(broker => broker.Crm.Id == crmId && RibbonModule.IsOn(broker)).OrderBy(static broker => broker.Id).ToArray();
        var live = await ListLiveAsync(session, brokers);
        var stored = (await RibbonPlanStore.ListSetsAsync(session, crmId, ids)).ToDictionary(static set => set.CtraderUserId);
        var planned = await PlanAsync(session, brokers, [.. live.Where(campaign => campaign.Content.Schedule.ShowsAt(now))], ids, now);
        var changes = new List<PlannedChange>();
        var takenBack = await RibbonPlanStore.ListTakenBackAsync(
            session, [.. stored.Values.Select(static set => set.ConfirmedHash).OfType<byte[]>().DistinctBy(Convert.ToHexStringLower)], [.. live.Select(static campaign => campaign.Id)]);
        foreach (var id in ids)
        {
            var (set, brokerId) = planned.GetValueOrDefault(id, (RibbonSet.Empty, 0));
            if (ChangeOf(id, brokerId, set, stored.GetValueOrDefault(id), takenBack) is { } change)
            {
                changes.Add(change);
            }
        }

        if (changes.Count > 0)
        {
            foreach (var set in planned.Values.Select(static one => one.Set).Append(RibbonSet.Empty).DistinctBy(static set => set.Key))
            {
                await RibbonPlanStore.PutContentAsync(session, set);
            }

            await PlanWriter.WriteAsync(session, crmId, changes, now);
            await session.NotifyAsync(RibbonTouches.Channel, RibbonTouches.Send);
        }

        return changes.Count;
    }

    /// <summary>Null when everything is as it should be.</summary>
    private static PlannedChange? ChangeOf(long id, long brokerId, RibbonSet set, StoredSet? stored, HashSet<string> takenBack)
    {
        if (stored is null)
        {
            return set.Ribbons.Count == 0 ? null : new(id, brokerId, set.Hash, Due); // who never had any needs no call that takes them away
        }

        if (stored.PlannedHash.AsSpan().SequenceEqual(set.Hash))
        {
            return null;
        }

        // A set that the platform has may only stay unsent while nothing else is on its way.
        var has = !stored.InDoubt && stored.ConfirmedHash is { } confirmed && confirmed.AsSpan().SequenceEqual(set.Hash);
        var first = stored.ConfirmedHash is { } shown && takenBack.Contains(Convert.ToHexStringLower(shown));
        return new(id, brokerId == 0 ? stored.BrokerId : brokerId, set.Hash, has || NeverSent(stored, set) ? null : first ? DueFirst : Due);
    }

    /// <summary>The platform was never told of any ribbon, and is not to be.</summary>
    private static bool NeverSent(StoredSet stored, RibbonSet set) => stored is { ConfirmedHash: null, InDoubt: false } && set.Ribbons.Count == 0;

    private async Task<IReadOnlyList<LiveCampaign>> ListLiveAsync(DbSession session, BrokerEntity[] brokers)
    {
        var rows = await RibbonPlanStore.ListLiveAsync(session, [.. brokers.Select(static broker => broker.Id)]);
        return [.. rows.Select(row => new LiveCampaign(
            row.Id, brokers.First(broker => broker.Id == row.BrokerId), _contents.GetOrAdd((row.Id, row.Revision), static (_, one) => one.LiveContent!, row)))];
    }

    private async Task<Dictionary<long, (RibbonSet Set, long BrokerId)>> PlanAsync(
        DbSession session, BrokerEntity[] brokers, IReadOnlyList<LiveCampaign> campaigns, long[] ids, DateTimeOffset now)
    {
        var planned = new Dictionary<long, (RibbonSet, long)>();
        if (brokers.Length == 0)
        {
            return planned;
        }

        var facts = await RibbonPlanStore.ListFactsAsync(session, [.. brokers.Select(static broker => broker.Id)], ids, campaigns, now);
        var accounts = new Dictionary<long, ILookup<long, long>>();
        foreach (var (index, campaign) in campaigns.Index().Where(static one => one.Item.Content.Scope == RibbonScope.Account))
        {
            var users = facts.Where(one => one.Matches[index] == '1').Select(static one => one.UserId).ToArray();
            accounts[campaign.Id] = await RibbonPlanStore.ListAccountsAsync(session, campaign, users);
        }

        // Most users of a batch have the same set.
        var known = new Dictionary<string, RibbonSet>(StringComparer.Ordinal);
        foreach (var rows in facts.GroupBy(static one => one.CtraderUserId))
        {
            var hasAccounts = accounts.Count > 0 && rows.Any(row => accounts.Values.Any(lookup => lookup.Contains(row.UserId)));
            var key = string.Join(';', rows.Select(static row => $"{row.BrokerId} {row.Language} {row.Matches}"));
            if (hasAccounts || !known.TryGetValue(key, out var set))
            {
                set = RibbonSet.Of(rows.SelectMany(row => CandidatesOf(row, campaigns, accounts)), options.Value.MaximumShown);
                if (!hasAccounts)
                {
                    known[key] = set;
                }
            }

            planned[rows.Key] = (set, rows.Min(static row => row.BrokerId));
        }

        return planned;
    }

    private static IEnumerable<RibbonCandidate> CandidatesOf(RibbonFacts row, IReadOnlyList<LiveCampaign> campaigns, Dictionary<long, ILookup<long, long>> accounts) =>
        campaigns.Where((_, index) => row.Matches[index] == '1')
            .SelectMany(campaign => campaign.RibbonsFor(row.Language, accounts.TryGetValue(campaign.Id, out var lookup) ? lookup[row.UserId] : []));
}
