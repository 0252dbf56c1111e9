using Drawbridge.Storage;

namespace Drawbridge.Broker.EmailProofs;

/// <summary>The SQL of codes that prove an address.</summary>
internal sealed class EmailProofStore(Database database)
{
    /// <summary>Stores the user's one code; an earlier one ends.</summary>
    public Task PutAsync(long brokerId, long userId, string codeHash, int tries, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into email_proofs (user_id, broker_id, code_hash, tries_left, expires_at)
                values (@userId, @brokerId, @codeHash, @tries, @expiresAt)
                on conflict (user_id) do update
                  set broker_id = excluded.broker_id, code_hash = excluded.code_hash, tries_left = excluded.tries_left, expires_at = excluded.expires_at
                """,
                new { userId, brokerId, codeHash, tries, expiresAt }),
            cancellationToken);

    /// <summary>True while the user has a code that can still be entered.</summary>
    public Task<bool> HasAsync(long brokerId, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.GetAsync<long>(
                "select count(*) from email_proofs where broker_id = @brokerId and user_id = @userId and tries_left > 0 and expires_at > @now",
                new { brokerId, userId, now }) > 0,
            cancellationToken);

    /// <summary>Takes one try off before the code is compared, so that concurrent tries are counted too. The hash, or null when none is left.</summary>
    public Task<string?> TakeTryAsync(long brokerId, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.FindAsync<string>(
                """
                update email_proofs set tries_left = tries_left - 1
                where broker_id = @brokerId and user_id = @userId and tries_left > 0 and expires_at > @now
                returning code_hash
                """,
                new { brokerId, userId, now }),
            cancellationToken);

    /// <summary>Ends the code.</summary>
    public Task DeleteAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "delete from email_proofs where broker_id = @brokerId and user_id = @userId", new { brokerId, userId }),
            cancellationToken);

    /// <summary>Removes codes that can no longer be entered.</summary>
    public Task DeleteEndedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("delete from email_proofs where expires_at <= @now", new { now }), cancellationToken);
}
