using System.Text.Json;
using Drawbridge.Broker.Management;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>The SQL of campaigns. Every one is reached through its broker (BID-44).</summary>
internal sealed class CampaignStore(Database database)
{
    private const string Columns =
        "id, broker_id, name, state, revision, live, draft, draft_by, draft_at, submitted_at, approved_by, approved_at, created_at, updated_at";

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<Campaign>> ListAsync(BrokerScope scope, long? brokerId, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<Campaign>(
                $"""
                select {Columns} from ribbon_campaigns where broker_id in {BrokerScope.Sql} and id < @before {(brokerId is null ? "" : "and broker_id = @brokerId")}
                order by id desc limit @limit
                """,
                new { scope.CrmId, scope.StaffId, brokerId, before, limit }),
            cancellationToken);

    /// <summary>The campaign, or null.</summary>
    public Task<Campaign?> FindAsync(BrokerScope scope, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, scope, id, locked: false), cancellationToken);

    /// <summary>The same as a part of the caller's read or, locked, write.</summary>
    public static Task<Campaign?> FindAsync(DbSession session, BrokerScope scope, long id, bool locked) =>
        session.FindAsync<Campaign>(
            $"select {Columns} from ribbon_campaigns where id = @id and broker_id in {BrokerScope.Sql} {(locked ? session.Dialect.ForUpdate : "")}",
            new { id, scope.CrmId, scope.StaffId });

    /// <summary>The campaigns of a broker that are live or paused, by number, as a part of the caller's read or write.</summary>
    public static Task<IReadOnlyList<Campaign>> ListApprovedAsync(DbSession session, long brokerId) =>
        session.ListAsync<Campaign>(
            $"select {Columns} from ribbon_campaigns where broker_id = @brokerId and state in ({(int)CampaignState.Live}, {(int)CampaignState.Paused}) order by id", new { brokerId });

    /// <summary>The numbers of all campaigns that a broker ever had, as a part of the caller's read.</summary>
    public static Task<IReadOnlyList<long>> ListIdsAsync(DbSession session, long brokerId) =>
        session.ListAsync<long>("select id from ribbon_campaigns where broker_id = @brokerId", new { brokerId });

    /// <summary>Adds a draft, once for a key; sent again, it is the one that the first made.</summary>
    public static async Task<(Campaign Campaign, bool IsNew)> AddAsync(
        DbSession session, long brokerId, CampaignContent content, string by, string? submissionKey, DateTimeOffset now)
    {
        var added = await session.FindAsync<Campaign>(
            $"""
            insert into ribbon_campaigns (broker_id, name, state, revision, draft, draft_by, draft_at, showing, counts_days, submission_key, created_at, updated_at)
            values (@brokerId, @Name, 0, 0, @draft, @by, @now, @no, @no, @submissionKey, @now, @now)
            on conflict (broker_id, submission_key) do nothing
            returning {Columns}
            """,
            new { brokerId, content.Name, draft = JsonSerializer.Serialize(content, CampaignJson.Default.CampaignContent), by, submissionKey, now, no = false });
        return added is not null
            ? (added, true)
            : (await session.GetAsync<Campaign>($"select {Columns} from ribbon_campaigns where broker_id = @brokerId and submission_key = @submissionKey", new { brokerId, submissionKey }), false);
    }

    /// <summary>Changes a campaign that the caller's write has locked.</summary>
    /// <param name="session">The write.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="assignments">What is set, besides its revision and time.</param>
    /// <param name="values">Parameters of the assignments.</param>
    /// <param name="now">The time.</param>
    public static Task<Campaign> ChangeAsync(DbSession session, Campaign campaign, string assignments, Dictionary<string, object?> values, DateTimeOffset now)
    {
        values["id"] = campaign.Id;
        values["now"] = now;
        return session.GetAsync<Campaign>($"update ribbon_campaigns set revision = revision + 1, updated_at = @now, {assignments} where id = @id returning {Columns}", values);
    }
}
