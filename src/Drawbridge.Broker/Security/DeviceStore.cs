using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Security;

/// <summary>Something through which a user is logged in.</summary>
internal sealed record OpenDevice
{
    /// <summary>Hash of the session's handle, or of the access token; it opens nothing.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Browser and system; null for an application, or when they are unknown.</summary>
    public string? Device { get; init; }

    /// <summary>"Keep me logged in" was chosen.</summary>
    public bool Kept { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for an application that has not come back since it logged in.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }
}

/// <summary>The SQL of what a user is logged in through. Every statement names broker and user.</summary>
internal sealed class DeviceStore(Database database)
{
    /// <summary>Sessions of the client area that have not reached their absolute end, the latest first.</summary>
    public Task<IReadOnlyList<OpenDevice>> ListSessionsAsync(long brokerId, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<OpenDevice>(
                """
                select hash, device, kept, created_at, last_seen_at from sessions
                where broker_id = @brokerId and user_id = @userId and expires_at > @now order by last_seen_at desc
                """,
                new { brokerId, userId, now }),
            cancellationToken);

    /// <summary>Applications that log in by themselves (P2B-AT-1), the latest first.</summary>
    public Task<IReadOnlyList<OpenDevice>> ListApplicationsAsync(BrokerEntity broker, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<OpenDevice>(
                """
                select hash, created_at, last_used_at as last_seen_at from access_tokens
                where broker_id = @brokerId and user_id = @userId and revoked_at is null and (expires_at is null or expires_at > @now)
                and coalesce(last_used_at, created_at) > @idleSince
                order by coalesce(last_used_at, created_at) desc limit 50
                """,
                new { brokerId = broker.Id, userId, now, idleSince = now - broker.Settings.AccessTokenIdleLifetime ?? DateTimeOffset.UnixEpoch }),
            cancellationToken);

    /// <summary>
    /// Ends one of them, whichever it is: a session is gone, an access token is revoked with the inappTokens bound to it (P2B-AT-6). False when there
    /// was none; <paramref name="also"/> is a part of the same write otherwise.
    /// </summary>
    public Task<bool> EndAsync(long brokerId, long userId, byte[] hash, DateTimeOffset now, Func<DbSession, Task>? also, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var ended = await session.ExecuteAsync(
                    "delete from sessions where broker_id = @brokerId and user_id = @userId and hash = @hash", new { brokerId, userId, hash });
                ended += await session.ExecuteAsync(
                    "update access_tokens set revoked_at = @now where broker_id = @brokerId and user_id = @userId and hash = @hash and revoked_at is null",
                    new { brokerId, userId, hash, now });
                await session.ExecuteAsync(
                    """
                    update in_app_tokens set revoked_at = @now
                    where broker_id = @brokerId and user_id = @userId and access_token_hash = @hash and revoked_at is null
                    """,
                    new { brokerId, userId, hash, now });
                if (ended > 0 && also is not null)
                {
                    await also(session);
                }

                return ended > 0;
            },
            cancellationToken);
}
