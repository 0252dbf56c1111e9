using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Planning;

/// <summary>The SQL of planning. All of it is part of the planner's one write.</summary>
internal static class RibbonPlanStore
{
    /// <summary>Makes this write the only one that plans users of the CRM: what it reads from here on is the newest, and nobody overwrites it with older.</summary>
    public static async Task TakeTurnAsync(DbSession session, long crmId)
    {
        await session.ExecuteAsync("insert into ribbon_planners (crm_id) values (@crmId) on conflict (crm_id) do nothing", new { crmId });
        await session.GetAsync<long>($"select crm_id from ribbon_planners where crm_id = @crmId {session.Dialect.ForUpdate}", new { crmId });
    }

    /// <summary>Campaigns of these brokers that a person has not taken back, by number.</summary>
    public static Task<IReadOnlyList<Campaign>> ListLiveAsync(DbSession session, long[] brokerIds) =>
        session.ListAsync<Campaign>(
            $"select id, broker_id, state, revision, live from ribbon_campaigns where {session.Dialect.In("broker_id", "@brokerIds")} and state = {(int)CampaignState.Live} order by id",
            new { brokerIds });

    /// <summary>The users of these brokers who are one of these on the platform, and in which audiences they are.</summary>
    public static Task<IReadOnlyList<RibbonFacts>> ListFactsAsync(
        DbSession session, long[] brokerIds, long[] ctraderUserIds, IReadOnlyList<LiveCampaign> campaigns, DateTimeOffset now)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["brokerIds"] = brokerIds, ["ctraderUserIds"] = ctraderUserIds };
        var matches = new List<string>();
        foreach (var campaign in campaigns)
        {
            var (sql, values) = campaign.ConditionAt(session.Dialect, now);
            matches.Add($"case when {sql} then '1' else '0' end");
            foreach (var (name, value) in values)
            {
                parameters[name] = value;
            }
        }

        return session.ListAsync<RibbonFacts>(
            $"""
            select u.ctrader_user_id, u.id as user_id, u.broker_id, u.preferred_language as language, {(matches.Count == 0 ? "''" : string.Join(" || ", matches))} as matches
            from users u
            where {session.Dialect.In("u.broker_id", "@brokerIds")} and {session.Dialect.In("u.ctrader_user_id", "@ctraderUserIds")}
            order by u.ctrader_user_id, u.id
            """,
            parameters);
    }

    /// <summary>The accounts of these users to which a campaign shows.</summary>
    public static async Task<ILookup<long, long>> ListAccountsAsync(DbSession session, LiveCampaign campaign, long[] userIds)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["userIds"] = userIds };
        var condition = AudienceSql.AccountCondition(session.Dialect, campaign.Broker, campaign.Content.Audience.Accounts, value =>
        {
            var name = "a" + AudienceSql.NameOf(parameters.Count);
            parameters.Add(name, value);
            return "@" + name;
        });
        var rows = await session.ListAsync<RibbonAccount>(
            $"""
            select a.user_id, a.ctid_trader_account_id from users u join accounts a on {condition}
            where {session.Dialect.In("u.id", "@userIds")} and a.ctid_trader_account_id is not null
            order by a.ctid_trader_account_id
            """,
            parameters);
        return rows.ToLookup(static row => row.UserId, static row => row.CtidTraderAccountId);
    }

    /// <summary>What is stored of these users, locked.</summary>
    public static Task<IReadOnlyList<StoredSet>> ListSetsAsync(DbSession session, long crmId, long[] ctraderUserIds) =>
        session.ListAsync<StoredSet>(
            $"""
            select ctrader_user_id, planned_hash, confirmed_hash, in_doubt, due, broker_id from ribbon_sets
            where crm_id = @crmId and {session.Dialect.In("ctrader_user_id", "@ctraderUserIds")}
            order by ctrader_user_id {session.Dialect.ForUpdate}
            """,
            new { crmId, ctraderUserIds });

    /// <summary>Those of these contents that hold a campaign which is no longer among the live ones: a person took it back, or its broker has no ribbons any more.</summary>
    public static async Task<HashSet<string>> ListTakenBackAsync(DbSession session, byte[][] hashes, long[] live)
    {
        var taken = hashes.Length == 0
            ? []
            : await session.ListAsync<byte[]>(
                $"select distinct hash from ribbon_content_campaigns where {session.Dialect.In("hash", "@hashes")} and not ({session.Dialect.In("campaign_id", "@live")})", new { hashes, live });
        return [.. taken.Select(Convert.ToHexStringLower)];
    }

    /// <summary>Stores a content, once.</summary>
    public static async Task PutContentAsync(DbSession session, RibbonSet set)
    {
        if (await session.ExecuteAsync("insert into ribbon_contents (hash, ribbons) values (@Hash, @Json) on conflict (hash) do nothing", new { set.Hash, set.Json }) == 1)
        {
            foreach (var campaign in set.Campaigns)
            {
                await session.ExecuteAsync("insert into ribbon_content_campaigns (campaign_id, hash) values (@campaign, @Hash)", new { campaign, set.Hash });
            }
        }
    }
}
