using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Console.SignIn;

/// <summary>A session of the console as stored.</summary>
internal sealed class StaffSessionRow
{
    public long StaffId { get; init; }

    public long CrmId { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The SQL of the console's sessions. They are found by the hash of their handle; the handle itself is not stored.</summary>
internal sealed class StaffSessionStore(Database database)
{
    /// <summary>Adds a session, unless the password was changed since it was checked or the member disabled; false then.</summary>
    public Task<bool> TryAddAsync(TokenFingerprint token, long staffId, string passwordHash, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(
                    "update staff set last_sign_in_at = @now where id = @staffId and password_hash = @passwordHash and disabled_at is null",
                    new { now, staffId, passwordHash }) == 0)
                {
                    return false;
                }

                await session.ExecuteAsync(
                    "insert into staff_sessions (hash, staff_id, created_at, last_seen_at, expires_at) values (@hash, @staffId, @now, @now, @expiresAt)",
                    new { hash = token.ToBytes(), staffId, now, expiresAt });
                return true;
            },
            cancellationToken);

    /// <summary>The session of somebody who is not disabled, ended or not, or null.</summary>
    public Task<StaffSessionRow?> FindAsync(TokenFingerprint token, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<StaffSessionRow>(
                """
                select t.staff_id, s.crm_id, t.last_seen_at, t.expires_at from staff_sessions t join staff s on s.id = t.staff_id
                where t.hash = @hash and s.disabled_at is null
                """,
                new { hash = token.ToBytes() }),
            cancellationToken);

    /// <summary>Records that the session was used.</summary>
    public Task TouchAsync(TokenFingerprint token, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("update staff_sessions set last_seen_at = @now where hash = @hash", new { hash = token.ToBytes(), now }),
            cancellationToken);

    /// <summary>Ends one session.</summary>
    public Task DeleteAsync(TokenFingerprint token, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from staff_sessions where hash = @hash", new { hash = token.ToBytes() }), cancellationToken);

    /// <summary>Ends every session of a member of staff, as part of the caller's write.</summary>
    public static Task<int> DeleteAllAsync(DbSession session, long staffId) =>
        session.ExecuteAsync("delete from staff_sessions where staff_id = @staffId", new { staffId });

    /// <summary>Removes sessions past their absolute end.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from staff_sessions where expires_at <= @now", new { now }), cancellationToken);
}
