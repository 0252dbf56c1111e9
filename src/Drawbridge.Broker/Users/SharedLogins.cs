using Drawbridge.Broker.Brokers;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Users;

/// <summary>
/// One login for the brokers of a CRM that share their users (BID-45). A trader has a user of his own at each broker that he has been at, as if they
/// were apart; what he logs in with is that of the first. Who was a user of two brokers before they shared stays two.
/// </summary>
internal sealed class SharedLogins(Database database, BrokerDirectory directory, UserStore users, TimeProvider time)
{
    /// <summary>The user whose password, second step and passkeys count, in statements with <c>@brokerId</c> and <c>@userId</c>.</summary>
    public const string LoginOf = "(select coalesce(u.login_id, u.id) from users u where u.broker_id = @brokerId and u.id = @userId)";

    private const string OfTheCrm = "broker_id in (select b.id from brokers b where b.crm_id = (select o.crm_id from brokers o where o.id = @BrokerId))";

    /// <summary>Who has the address at another broker that shares its users with this one, and may log in there; null for nobody.</summary>
    public Task<BrokerUser?> FindAsync(BrokerEntity broker, string email, CancellationToken cancellationToken) =>
        broker.SharesUsers && directory.Current.SharersOf(broker) is { Count: > 1 } sharers
            ? users.FindFirstByEmailAsync([.. sharers.Select(static one => one.Id)], email, cancellationToken)
            : Task.FromResult<BrokerUser?>(null);

    /// <summary>The user with that number at a broker that shares its users with this one, or at itself; null for nobody.</summary>
    public Task<BrokerUser?> FindAsync(BrokerEntity broker, long brokerId, long userId, CancellationToken cancellationToken) =>
        brokerId == broker.Id || directory.Current.SharersOf(broker).Any(one => one.Id == brokerId)
            ? users.FindAsync(brokerId, userId, cancellationToken)
            : Task.FromResult<BrokerUser?>(null);

    /// <summary>
    /// The user at this broker of somebody who has proved to be a user of another that shares its users; made when it is the first time. Of many at the same
    /// moment one makes it. Null when somebody else has the address here.
    /// </summary>
    public async Task<BrokerUser?> EnterAsync(BrokerUser login, BrokerEntity broker, CancellationToken cancellationToken)
    {
        if (login.BrokerId == broker.Id)
        {
            return login;
        }

        if (!directory.Current.SharersOf(broker).Any(one => one.Id == login.BrokerId))
        {
            return null;
        }

        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "update users set login_id = id where broker_id = @BrokerId and id = @Id and login_id is null", new { login.BrokerId, login.Id });
                await session.ExecuteAsync(
                    """
                    insert into users (broker_id, email, normalized_email, password_hash, security_stamp, concurrency_stamp, first_name, last_name, preferred_language,
                                       email_confirmed_at, login_id, created_at)
                    select @brokerId, email, normalized_email, password_hash, @stamp, @stamp, first_name, last_name, preferred_language, email_confirmed_at, login_id, @now
                    from users where broker_id = @from and id = @Id and blocked_at is null
                    on conflict (broker_id, normalized_email) do nothing
                    """,
                    new { brokerId = broker.Id, from = login.BrokerId, login.Id, stamp = Guid.NewGuid().ToString("N"), now = time.GetUtcNow() });
            },
            cancellationToken);
        return await users.FindByEmailAsync(broker.Id, login.Email, cancellationToken) is { } entered && entered.LoginId == login.LoginKey ? entered : null;
    }

    /// <summary>The same person at other brokers, locked in one order for the caller's write.</summary>
    public static async Task<IReadOnlyList<BrokerUser>> LockOthersAsync(DbSession session, BrokerUser user) => user.LoginId is null ? []
        : [.. (await session.ListAsync<BrokerUser>(
            $"select {UserStore.Columns} from users where login_id = @LoginId and {OfTheCrm} order by id {session.Dialect.ForUpdate}", new { user.LoginId, user.BrokerId }))
            .Where(one => one.Id != user.Id)];

    /// <summary>The password that was stored for the user counts for the same person at other brokers, too.</summary>
    public static Task<int> SpreadPasswordAsync(DbSession session, BrokerUser user, string passwordHash, string stamp) => user.LoginId is null ? Task.FromResult(0)
        : session.ExecuteAsync(
            $"update users set password_hash = @passwordHash, security_stamp = @stamp, concurrency_stamp = @stamp where login_id = @LoginId and id <> @Id and {OfTheCrm}",
            new { passwordHash, stamp, user.LoginId, user.Id, user.BrokerId });

    /// <summary>The same for an address.</summary>
    public static Task<int> SpreadEmailAsync(DbSession session, BrokerUser user, string email, DateTimeOffset now, string stamp) => user.LoginId is null ? Task.FromResult(0)
        : session.ExecuteAsync(
            $"""
            update users set email = @email, normalized_email = @normalized, email_confirmed_at = @now, security_stamp = @stamp, concurrency_stamp = @stamp
            where login_id = @LoginId and id <> @Id and {OfTheCrm}
            """,
            new { email, normalized = UserStore.Normalize(email), now, stamp, user.LoginId, user.Id, user.BrokerId });

    /// <summary>
    /// Where brokers of a CRM do not share their users any more, everybody keeps what he logs in with, there and elsewhere, and from then on each for
    /// itself. Part of the write that changes the settings.
    /// </summary>
    public static async Task PartAsync(DbSession session, long crmId)
    {
        var linked = await session.ListAsync<long>(
            "select b.id from brokers b where b.crm_id = @crmId and exists (select 1 from users u where u.broker_id = b.id and u.login_id is not null)", new { crmId });
        if (linked.Count == 0)
        {
            return;
        }

        var sharers = BrokerEntity.SharersAmong(await BrokerStore.ListOfCrmAsync(session, crmId)).Select(static broker => broker.Id).ToHashSet();
        foreach (var broker in linked.Where(broker => !sharers.Contains(broker)))
        {
            await PartOneAsync(session, broker);
        }
    }

    private static async Task PartOneAsync(DbSession session, long brokerId)
    {
        var own = await session.ListAsync<BrokerUser>($"select {UserStore.Columns} from users where broker_id = @brokerId and login_id is not null", new { brokerId });
        foreach (var user in own.Where(static user => user.LoginId != user.Id))
        {
            await CopyAsync(session, user.LoginId!.Value, user.Id);
        }

        foreach (var user in own.Where(static user => user.LoginId == user.Id))
        {
            if (await session.FindAsync<long?>("select min(id) from users where login_id = @Id and broker_id <> @brokerId", new { user.Id, brokerId }) is { } heir)
            {
                await CopyAsync(session, user.Id, heir);
                await session.ExecuteAsync("update users set login_id = @heir where login_id = @Id and broker_id <> @brokerId", new { heir, user.Id, brokerId });
            }
        }

        if (own.Count > 0)
        {
            await session.ExecuteAsync("update users set login_id = null where broker_id = @brokerId and login_id is not null", new { brokerId });
        }
    }

    private static async Task CopyAsync(DbSession session, long from, long to)
    {
        await session.ExecuteAsync(
            """
            insert into second_factors (user_id, broker_id, secret_sealed, last_step, enabled_at)
            select t.id, t.broker_id, f.secret_sealed, f.last_step, f.enabled_at from second_factors f join users t on t.id = @to where f.user_id = @from
            """,
            new { from, to });
        await session.ExecuteAsync(
            """
            insert into recovery_codes (user_id, broker_id, hash, used_at)
            select t.id, t.broker_id, f.hash, f.used_at from recovery_codes f join users t on t.id = @to where f.user_id = @from
            """,
            new { from, to });
        await session.ExecuteAsync(
            """
            insert into passkeys (broker_id, user_id, rp_id, credential_id, public_key, sign_count, name, transports, user_verified, backup_eligible, backed_up,
                                  created_at, last_used_at)
            select t.broker_id, t.id, f.rp_id, f.credential_id, f.public_key, f.sign_count, f.name, f.transports, f.user_verified, f.backup_eligible, f.backed_up,
                   f.created_at, f.last_used_at
            from passkeys f join users t on t.id = @to where f.user_id = @from
            """,
            new { from, to });
    }
}
