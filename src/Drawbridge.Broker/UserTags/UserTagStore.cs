using Drawbridge.Broker.Management;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Storage;

namespace Drawbridge.Broker.UserTags;

/// <summary>The SQL of tags. Everything is reached through its broker (BID-44).</summary>
internal sealed class UserTagStore(Database database, TimeProvider time)
{
    /// <summary>The tags of a user, in order.</summary>
    public Task<IReadOnlyList<string>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<string>("select tag from user_tags where broker_id = @brokerId and user_id = @userId order by tag", new { brokerId, userId }),
            cancellationToken);

    /// <summary>The tags that the brokers of a scope use, in order.</summary>
    public Task<IReadOnlyList<string>> ListAllAsync(BrokerScope scope, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<string>(
                $"select distinct tag from user_tags where broker_id in {BrokerScope.Sql} order by tag limit 500", new { scope.CrmId, scope.StaffId }),
            cancellationToken);

    /// <summary>Puts a tag on a user.</summary>
    /// <param name="brokerId">Whose user.</param>
    /// <param name="userId">The user.</param>
    /// <param name="tag">A valid tag.</param>
    /// <param name="also">Part of the same write, if it was not there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TagOutcome> AddAsync(long brokerId, long userId, string tag, Func<DbSession, Task> also, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                // Locked, so that two at the same moment do not pass the limit.
                if (await session.ExecuteAsync("update users set created_at = created_at where broker_id = @brokerId and id = @userId", new { brokerId, userId }) == 0)
                {
                    return TagOutcome.NotFound;
                }

                if (await session.GetAsync<long>("select count(*) from user_tags where user_id = @userId and tag <> @tag", new { userId, tag }) >= UserTag.MostOfUser)
                {
                    return TagOutcome.TooMany;
                }

                var added = await session.ExecuteAsync(
                    "insert into user_tags (broker_id, user_id, tag, tagged_at) values (@brokerId, @userId, @tag, @now) on conflict (user_id, tag) do nothing",
                    new { brokerId, userId, tag, now = time.GetUtcNow() });
                return await ChangedAsync(session, brokerId, userId, added, also);
            },
            cancellationToken);

    /// <summary>Takes a tag away.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public Task<TagOutcome> RemoveAsync(long brokerId, long userId, string tag, Func<DbSession, Task> also, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await ChangedAsync(
                session, brokerId, userId,
                await session.ExecuteAsync("delete from user_tags where broker_id = @brokerId and user_id = @userId and tag = @tag", new { brokerId, userId, tag }), also),
            cancellationToken);

    private static async Task<TagOutcome> ChangedAsync(DbSession session, long brokerId, long userId, int changed, Func<DbSession, Task> also)
    {
        if (changed == 0)
        {
            return TagOutcome.Unchanged;
        }

        await RibbonTouches.AddAsync(session, brokerId, userId);
        await also(session);
        return TagOutcome.Changed;
    }
}

/// <summary>What became of a change.</summary>
internal enum TagOutcome
{
    Changed,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>There is no such user.</summary>
    NotFound,

    /// <summary>The user has as many as can be.</summary>
    TooMany,
}
