using System.Data.Common;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Passkeys;

/// <summary>The SQL of passkeys. Every statement names the broker (BID-44): a passkey of one broker is unknown at every other, unless they share their users.</summary>
internal sealed class PasskeyStore(Database database)
{
    private const string Columns =
        "id, credential_id, public_key, sign_count, name, rp_id, transports, user_verified, backup_eligible, backed_up, created_at, last_used_at";

    /// <summary>All of a user's, the oldest first.</summary>
    public Task<IReadOnlyList<PasskeyRow>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<PasskeyRow>(
                $"select {Columns} from passkeys where user_id = {SharedLogins.LoginOf} order by id", new { brokerId, userId }),
            cancellationToken);

    /// <summary>The user's passkey with that credential on that host, or null.</summary>
    public Task<PasskeyRow?> FindAsync(long brokerId, long userId, string rpId, byte[] credentialId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<PasskeyRow>(
                $"select {Columns} from passkeys where user_id = {SharedLogins.LoginOf} and rp_id = @rpId and credential_id = @credentialId",
                new { brokerId, userId, rpId, credentialId }),
            cancellationToken);

    /// <summary>Whose the credential is at the broker; null for nobody's.</summary>
    public Task<long?> FindOwnerAsync(long brokerId, byte[] credentialId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>(
                "select u.id from passkeys p join users u on u.broker_id = @brokerId and (u.id = p.user_id or u.login_id = p.user_id) where p.credential_id = @credentialId",
                new { brokerId, credentialId }),
            cancellationToken);

    /// <summary>Whether the user has one that works on the host.</summary>
    public Task<bool> HasAnyAsync(long brokerId, long userId, string rpId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FindAsync<int?>(
                $"select 1 from passkeys where user_id = {SharedLogins.LoginOf} and rp_id = @rpId limit 1", new { brokerId, userId, rpId }) is not null,
            cancellationToken);

    /// <summary>Adds one, unless the user has as many as are allowed. False when it was not added: too many, or somebody has the credential.</summary>
    public async Task<bool> TryAddAsync(long brokerId, long userId, PasskeyRow row, int maximum, Func<DbSession, Task> also, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    var added = await session.ExecuteAsync(
                        $"""
                        insert into passkeys (broker_id, user_id, rp_id, credential_id, public_key, sign_count, name, transports, user_verified,
                                              backup_eligible, backed_up, created_at)
                        select broker_id, id, @RpId, @CredentialId, @PublicKey, @SignCount, @Name, @Transports, @UserVerified, @BackupEligible, @BackedUp, @CreatedAt
                        from users where id = {SharedLogins.LoginOf}
                        and (select count(*) from passkeys p where p.user_id = {SharedLogins.LoginOf}) < @maximum
                        """,
                        new
                        {
                            brokerId, userId, maximum, row.RpId, row.CredentialId, row.PublicKey, row.SignCount, row.Name, row.Transports, row.UserVerified,
                            row.BackupEligible, row.BackedUp, row.CreatedAt,
                        });
                    if (added == 1)
                    {
                        await also(session);
                    }

                    return added == 1;
                },
                cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>
    /// Records a login with it. False when its counter has gone further meanwhile, or it was removed: then this login must not count, because
    /// two of the same authenticator cannot happen at once.
    /// </summary>
    public Task<bool> TryUseAsync(long brokerId, long userId, byte[] credentialId, long signCount, bool backedUp, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                $"""
                update passkeys set sign_count = @signCount, backed_up = @backedUp, last_used_at = @now
                where user_id = {SharedLogins.LoginOf} and credential_id = @credentialId
                and (sign_count < @signCount or (sign_count = 0 and @signCount = 0))
                """,
                new { brokerId, userId, credentialId, signCount, backedUp, now }) == 1,
            cancellationToken);

    /// <summary>Gives one another name.</summary>
    public Task RenameAsync(long brokerId, long userId, long id, string name, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                $"update passkeys set name = @name where user_id = {SharedLogins.LoginOf} and id = @id", new { brokerId, userId, id, name }),
            cancellationToken);

    /// <summary>Removes one as a part of the caller's write. False when the user has none with that number.</summary>
    public static async Task<bool> RemoveAsync(DbSession session, long brokerId, long userId, long id) =>
        await session.ExecuteAsync(
            $"delete from passkeys where user_id = {SharedLogins.LoginOf} and id = @id", new { brokerId, userId, id }) == 1;

    /// <summary>Removes all of a user's as a part of the caller's write; returns how many there were.</summary>
    public static Task<int> RemoveAllAsync(DbSession session, long brokerId, long userId) =>
        session.ExecuteAsync($"delete from passkeys where user_id = {SharedLogins.LoginOf}", new { brokerId, userId });
}
