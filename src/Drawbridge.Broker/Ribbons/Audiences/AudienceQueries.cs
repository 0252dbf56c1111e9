using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Audiences;

/// <summary>How many traders an audience has, and why one is in it or not: by the same conditions that the planner uses.</summary>
internal sealed class AudienceQueries(Database database, TimeProvider time)
{
    /// <summary>How many users of the broker are in the audience at this moment.</summary>
    public Task<long> CountAsync(BrokerEntity broker, long campaignId, CampaignContent content, CancellationToken cancellationToken)
    {
        var (conditions, parameters) = new AudienceSql(database.Dialect, broker, campaignId, content, time.GetUtcNow()).Build();
        var all = new Dictionary<string, object?>(parameters, StringComparer.Ordinal) { ["brokerId"] = broker.Id };
        return database.ReadAsync(
            session => session.GetAsync<long>(
                $"select count(*) from users u where u.broker_id = @brokerId and {string.Join(" and ", conditions.Select(static one => one.Sql))}", all),
            cancellationToken);
    }

    /// <summary>Each condition of the audience, and whether it holds for a user of the broker; empty when there is no such user.</summary>
    public async Task<IReadOnlyList<AudienceReason>> ExplainAsync(BrokerEntity broker, long campaignId, CampaignContent content, long userId, CancellationToken cancellationToken)
    {
        var (conditions, parameters) = new AudienceSql(database.Dialect, broker, campaignId, content, time.GetUtcNow()).Build();
        var all = new Dictionary<string, object?>(parameters, StringComparer.Ordinal) { ["brokerId"] = broker.Id, ["userId"] = userId };
        var holds = await database.ReadAsync(
            session => session.FindAsync<string>(
                $"""
                select {string.Join(" || ", conditions.Select(static one => $"case when {one.Sql} then '1' else '0' end"))}
                from users u where u.broker_id = @brokerId and u.id = @userId
                """,
                all),
            cancellationToken);
        return holds is null ? [] : [.. conditions.Select((condition, index) => new AudienceReason(condition.Text, holds[index] == '1'))];
    }
}

/// <summary>A condition and whether it holds.</summary>
/// <param name="Text">The condition, for people.</param>
/// <param name="Holds">Whether it holds.</param>
internal sealed record AudienceReason(string Text, bool Holds);
