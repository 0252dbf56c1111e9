using Drawbridge.Broker.InApp;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Sessions;

/// <summary>The SQL of sessions. They are found by the hash of their handle; the handle itself is not stored.</summary>
internal sealed class SessionStore(Database database)
{
    /// <summary>Adds a session.</summary>
    public Task AddAsync(TokenFingerprint token, long brokerId, SessionRow row, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into sessions (hash, broker_id, user_id, kept, device, proved_at, factor_at, created_at, last_seen_at, expires_at)
                values (@hash, @brokerId, @UserId, @Kept, @Device, @ProvedAt, @FactorAt, @CreatedAt, @LastSeenAt, @ExpiresAt)
                """,
                new { hash = token.ToBytes(), brokerId, row.UserId, row.Kept, row.Device, row.ProvedAt, row.FactorAt, row.CreatedAt, row.LastSeenAt, row.ExpiresAt }),
            cancellationToken);

    /// <summary>The broker's session in whatever state, or null.</summary>
    public Task<SessionRow?> FindAsync(TokenFingerprint token, long brokerId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<SessionRow>(
                "select user_id, kept, proved_at, factor_at, created_at, last_seen_at, expires_at from sessions where hash = @hash and broker_id = @brokerId",
                new { hash = token.ToBytes(), brokerId }),
            cancellationToken);

    /// <summary>Records that the session was used.</summary>
    public Task TouchAsync(TokenFingerprint token, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("update sessions set last_seen_at = @now where hash = @hash", new { hash = token.ToBytes(), now }),
            cancellationToken);

    /// <summary>Records that the user has proved who he is, and whether with a second factor.</summary>
    public Task ProveAsync(TokenFingerprint token, long brokerId, bool withFactor, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update sessions set proved_at = @now, factor_at = case when @withFactor then @now else factor_at end where hash = @hash and broker_id = @brokerId",
                new { hash = token.ToBytes(), brokerId, withFactor, now }),
            cancellationToken);

    /// <summary>Ends one session.</summary>
    public Task DeleteAsync(TokenFingerprint token, long brokerId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "delete from sessions where hash = @hash and broker_id = @brokerId", new { hash = token.ToBytes(), brokerId }),
            cancellationToken);

    /// <summary>Ends all sessions of a user, those of in-app screens included; returns how many there were.</summary>
    public Task<int> DeleteAllAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.WriteAsync(session => DeleteAllAsync(session, brokerId, userId), cancellationToken);

    /// <summary>The same as part of the caller's write, except for one client session if its hash is given.</summary>
    public static async Task<int> DeleteAllAsync(DbSession session, long brokerId, long userId, byte[]? except = null) =>
        await InAppSessionStore.DeleteAllAsync(session, brokerId, userId)
        + await session.ExecuteAsync(
            "delete from sessions where broker_id = @brokerId and user_id = @userId and hash <> @except", new { brokerId, userId, except = except ?? [] });

    /// <summary>Removes sessions past their absolute end.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from sessions where expires_at <= @now", new { now }), cancellationToken);
}
