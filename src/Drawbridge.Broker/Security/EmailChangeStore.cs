using System.Data.Common;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Security;

/// <summary>The SQL of addresses on their way. Every statement names the broker (BID-44).</summary>
internal sealed class EmailChangeStore(Database database)
{
    /// <summary>Stores the user's one change; an earlier one ends. False when the platform is being told of the earlier one right now.</summary>
    public static async Task<bool> TryPutAsync(DbSession session, long brokerId, long userId, EmailChangeRow row, string codeHash, int tries) =>
        await session.ExecuteAsync(
            """
            insert into email_changes (user_id, broker_id, new_email, code_hash, tries_left, expires_at, session_hash)
            values (@userId, @brokerId, @NewEmail, @codeHash, @tries, @ExpiresAt, @SessionHash)
            on conflict (user_id) do update
              set new_email = excluded.new_email, code_hash = excluded.code_hash, tries_left = excluded.tries_left, expires_at = excluded.expires_at,
                  session_hash = excluded.session_hash, confirmed_at = null, refused = null
              where email_changes.confirmed_at is null or email_changes.refused is not null
            """,
            new { userId, brokerId, row.NewEmail, codeHash, tries, row.ExpiresAt, row.SessionHash }) == 1;

    /// <summary>The change of a user, or null.</summary>
    public Task<EmailChangeRow?> FindAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<EmailChangeRow>(
                "select new_email, session_hash, expires_at, confirmed_at, refused from email_changes where broker_id = @brokerId and user_id = @userId",
                new { brokerId, userId }),
            cancellationToken);

    /// <summary>Takes one try off before the code is compared, so that concurrent tries are counted too. The hash, or null when none is left.</summary>
    public Task<string?> TakeTryAsync(long brokerId, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.FindAsync<string>(
                """
                update email_changes set tries_left = tries_left - 1
                where broker_id = @brokerId and user_id = @userId and confirmed_at is null and tries_left > 0 and expires_at > @now
                returning code_hash
                """,
                new { brokerId, userId, now }),
            cancellationToken);

    /// <summary>Records that the code was entered. False when the change is another one by now.</summary>
    public static async Task<bool> TryConfirmAsync(DbSession session, long brokerId, long userId, string codeHash, DateTimeOffset now) =>
        await session.ExecuteAsync(
            "update email_changes set confirmed_at = @now where broker_id = @brokerId and user_id = @userId and code_hash = @codeHash and confirmed_at is null",
            new { brokerId, userId, codeHash, now }) == 1;

    /// <summary>Records why the address cannot be used.</summary>
    public Task RefuseAsync(long brokerId, long userId, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update email_changes set refused = @reason where broker_id = @brokerId and user_id = @userId and confirmed_at is not null",
                new { brokerId, userId, reason }),
            cancellationToken);

    /// <summary>
    /// The new address counts from now on, proved, and what was sealed for the user before ends. False when another user of the broker has taken
    /// it meanwhile: nothing was changed then.
    /// </summary>
    /// <param name="user">As read before.</param>
    /// <param name="newEmail">The address.</param>
    /// <param name="now">The time.</param>
    /// <param name="further">What belongs to the same write; gets the same person at other brokers that share their users.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> TryApplyAsync(
        BrokerUser user, string newEmail, DateTimeOffset now, Func<DbSession, IReadOnlyList<BrokerUser>, Task> further, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    var others = await SharedLogins.LockOthersAsync(session, user);
                    var stamp = Guid.NewGuid().ToString("N");
                    await session.ExecuteAsync(
                        """
                        update users set email = @newEmail, normalized_email = @normalized, email_confirmed_at = @now, security_stamp = @stamp, concurrency_stamp = @stamp
                        where broker_id = @BrokerId and id = @Id
                        """,
                        new { newEmail, normalized = UserStore.Normalize(newEmail), now, stamp, user.BrokerId, user.Id });
                    await session.ExecuteAsync("delete from email_changes where broker_id = @BrokerId and user_id = @Id", new { user.BrokerId, user.Id });
                    await SharedLogins.SpreadEmailAsync(session, user, newEmail, now, stamp);
                    await further(session, others);
                },
                cancellationToken);
            return true;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>Ends a change that the platform knows nothing of.</summary>
    public Task DeleteAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "delete from email_changes where broker_id = @brokerId and user_id = @userId and (confirmed_at is null or refused is not null)",
                new { brokerId, userId }),
            cancellationToken);
}
