using System.Data.Common;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passkeys;
using Drawbridge.Broker.SecondFactor;
using Drawbridge.Broker.Security;
using Drawbridge.Broker.Users;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>The SQL of users that the broker's own CRM knows. Every statement names the broker (BID-44).</summary>
internal sealed class CrmIdentityStore(Database database, OpenAccess access, JobQueue jobs, TimeProvider time)
{
    /// <summary>
    /// Links a user with the CRM's id by an address that the CRM knows to be the user's. False when the user was changed in between, or the id
    /// was taken: nothing was stored then.
    /// </summary>
    public async Task<bool> TryLinkAsync(BrokerEntity broker, BrokerUser user, string crmUserId, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(session => TryLinkAsync(session, broker, user, crmUserId), cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>
    /// The same as part of the caller's write. Whoever made the account without proving the address may be somebody else, who waited for its
    /// owner to come: password, second factor, passkeys and all that is open end then.
    /// </summary>
    public async Task<bool> TryLinkAsync(DbSession session, BrokerEntity broker, BrokerUser user, string crmUserId)
    {
        var isProven = user.EmailConfirmedAt is not null;
        var stamp = Guid.NewGuid().ToString("N");
        var linked = await session.ExecuteAsync(
            """
            update users set crm_user_id = @crmUserId, email_confirmed_at = coalesce(email_confirmed_at, @now), password_hash = @PasswordHash,
              security_stamp = @stamp, concurrency_stamp = @newConcurrencyStamp
            where broker_id = @BrokerId and id = @Id and concurrency_stamp = @ConcurrencyStamp and crm_user_id is null
            """,
            new
            {
                crmUserId,
                now = time.GetUtcNow(),
                PasswordHash = isProven ? user.PasswordHash : null,
                stamp = isProven ? user.SecurityStamp : stamp,
                newConcurrencyStamp = stamp,
                user.BrokerId,
                user.Id,
                user.ConcurrencyStamp,
            }) == 1;
        if (linked && !isProven)
        {
            await SecondFactorStore.RemoveAsync(session, broker.Id, user.Id);
            await PasskeyStore.RemoveAllAsync(session, broker.Id, user.Id);
            await access.EndAsync(session, broker, user, except: null);
        }

        return linked;
    }

    /// <summary>Takes over where a user lives by the word of the CRM.</summary>
    public Task SetCountryAsync(BrokerEntity broker, BrokerUser user, string country, CancellationToken cancellationToken) =>
        database.WriteAsync(session => UserStore.TrySetCountryAsync(session, broker.Id, user.Id, country), cancellationToken);

    /// <summary>Gives a user the address that the CRM has now: the platform is told by a job, and then it counts here (FLOW-EMAIL-2).</summary>
    public Task ChangeEmailAsync(BrokerEntity broker, BrokerUser user, string newEmail, CancellationToken cancellationToken) =>
        database.WriteAsync(session => ChangeEmailAsync(session, broker, user, newEmail), cancellationToken);

    /// <summary>The same as part of the caller's write.</summary>
    public async Task ChangeEmailAsync(DbSession session, BrokerEntity broker, BrokerUser user, string newEmail)
    {
        var now = time.GetUtcNow();
        var row = new EmailChangeRow { NewEmail = newEmail, SessionHash = [], ExpiresAt = now };
        if (await EmailChangeStore.TryPutAsync(session, broker.Id, user.Id, row, codeHash: "", tries: 0)
            && await EmailChangeStore.TryConfirmAsync(session, broker.Id, user.Id, codeHash: "", now))
        {
            await jobs.EnqueueAsync(session, EmailChangeHandler.Request(broker, user));
        }
    }
}
