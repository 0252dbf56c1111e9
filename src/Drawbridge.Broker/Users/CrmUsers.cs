using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Users;

/// <summary>Users as the calls of section 4 know them: by the <c>userId</c> of the platform.</summary>
internal sealed class CrmUsers(Database database)
{
    /// <summary>Our user with that <c>userId</c> at the broker, or null.</summary>
    public Task<long?> FindAsync(BrokerEntity broker, long ctraderUserId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>(
                "select id from users where broker_id = @brokerId and ctrader_user_id = @ctraderUserId",
                new { brokerId = broker.Id, ctraderUserId }),
            cancellationToken);

    /// <summary>True when at least one of the brokers has a user with that <c>userId</c>.</summary>
    public async Task<bool> ExistsAsync(IEnumerable<BrokerEntity> brokers, long ctraderUserId, CancellationToken cancellationToken) =>
        (await ListBrokersAsync(brokers, ctraderUserId, cancellationToken)).Count > 0;

    /// <summary>The only one of the brokers that has a user with that <c>userId</c>; null when none or several have (BID-23, BID-25).</summary>
    public async Task<BrokerEntity?> FindOnlyBrokerAsync(
        IEnumerable<BrokerEntity> brokers, long ctraderUserId, CancellationToken cancellationToken) =>
        await ListBrokersAsync(brokers, ctraderUserId, cancellationToken) is [var only] ? only : null;

    private Task<IReadOnlyList<BrokerEntity>> ListBrokersAsync(
        IEnumerable<BrokerEntity> brokers, long ctraderUserId, CancellationToken cancellationToken)
    {
        var byId = brokers.ToDictionary(broker => broker.Id);
        return database.ReadAsync<IReadOnlyList<BrokerEntity>>(
            async session => [.. (await session.ListAsync<long>(
                $"select broker_id from users where {session.Dialect.In("broker_id", "@ids")} and ctrader_user_id = @ctraderUserId",
                new { ids = byId.Keys.ToArray(), ctraderUserId })).Select(id => byId[id])],
            cancellationToken);
    }
}
