using System.Data.Common;
using Drawbridge.Broker.Ribbons;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Users;

/// <summary>The SQL of users. Every statement names the broker (BID-44, BID-45).</summary>
internal sealed class UserStore(Database database)
{
    /// <summary>The columns of <see cref="BrokerUser"/>.</summary>
    public const string Columns =
        """
        id, broker_id, login_id, email, normalized_email, password_hash, security_stamp, concurrency_stamp, first_name, last_name, preferred_language,
        ctrader_user_id, crm_user_id, partner_id, country, acquisition, email_confirmed_at, blocked_at, created_at
        """;

    /// <summary>The form in which addresses are compared: within a broker case does not count.</summary>
    public static string Normalize(string email) => email.Normalize().ToUpperInvariant();

    /// <summary>The user, or null.</summary>
    public Task<BrokerUser?> FindAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<BrokerUser>($"select {Columns} from users where broker_id = @brokerId and id = @id", new { brokerId, id }),
            cancellationToken);

    /// <summary>The user, who must exist.</summary>
    /// <exception cref="InvalidOperationException">There is no such user at this broker.</exception>
    public async Task<BrokerUser> GetAsync(long brokerId, long id, CancellationToken cancellationToken) =>
        await FindAsync(brokerId, id, cancellationToken) ?? throw new InvalidOperationException("There is no such user at this broker.");

    /// <summary>The broker's user with that address in any case, or null.</summary>
    public Task<BrokerUser?> FindByEmailAsync(long brokerId, string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<BrokerUser>(
                $"select {Columns} from users where broker_id = @brokerId and normalized_email = @normalized",
                new { brokerId, normalized = Normalize(email) }),
            cancellationToken);

    /// <summary>The first user with that address in any case at one of the brokers who is not blocked, or null.</summary>
    public Task<BrokerUser?> FindFirstByEmailAsync(long[] brokerIds, string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<BrokerUser>(
                $"select {Columns} from users where normalized_email = @normalized and {session.Dialect.In("broker_id", "@brokerIds")} and blocked_at is null order by id limit 1",
                new { brokerIds, normalized = Normalize(email) }),
            cancellationToken);

    /// <summary>The broker's user who logs in with what a user has, who may be one of another broker that shares its users; or null.</summary>
    public Task<BrokerUser?> FindByLoginAsync(long brokerId, long loginId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<BrokerUser>(
                $"select {Columns} from users where broker_id = @brokerId and (id = @loginId or login_id = @loginId)", new { brokerId, loginId }),
            cancellationToken);

    /// <summary>The broker's user with that <c>userId</c> of the platform, or null.</summary>
    public Task<BrokerUser?> FindByCtraderUserIdAsync(long brokerId, long ctraderUserId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<BrokerUser>(
                $"select {Columns} from users where broker_id = @brokerId and ctrader_user_id = @ctraderUserId",
                new { brokerId, ctraderUserId }),
            cancellationToken);

    /// <summary>The broker's user that its own CRM knows by that id, or null.</summary>
    public Task<BrokerUser?> FindByCrmUserIdAsync(long brokerId, string crmUserId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<BrokerUser>(
                $"select {Columns} from users where broker_id = @brokerId and crm_user_id = @crmUserId", new { brokerId, crmUserId }),
            cancellationToken);

    /// <summary>The broker's users that have any of these ids at its CRM, addresses or ids on the platform. Part of the caller's read or write.</summary>
    public static Task<IReadOnlyList<BrokerUser>> ListAnyAsync(DbSession session, long brokerId, string[] crmUserIds, string[] normalizedEmails, long[] ctraderUserIds)
    {
        var by = session.Dialect;
        return session.ListAsync<BrokerUser>(
            $"""
            select {Columns} from users where broker_id = @brokerId and id in (
              select id from users where broker_id = @brokerId and {by.In("crm_user_id", "@crmUserIds")}
              union select id from users where broker_id = @brokerId and {by.In("normalized_email", "@normalizedEmails")}
              union select id from users where broker_id = @brokerId and {by.In("ctrader_user_id", "@ctraderUserIds")})
            """,
            new { brokerId, crmUserIds, normalizedEmails, ctraderUserIds });
    }

    /// <summary>Adds the user and sets its id. False when the broker has one with that address, or with that id at its CRM, already: nothing was added then.</summary>
    public async Task<bool> TryAddAsync(BrokerUser user, CancellationToken cancellationToken)
    {
        try
        {
            user.Id = await database.WriteAsync(
                session => session.GetAsync<long>(
                    """
                    insert into users (broker_id, email, normalized_email, password_hash, security_stamp, concurrency_stamp, first_name, last_name,
                                       preferred_language, crm_user_id, partner_id, partner_clicks, partner_code, country, acquisition, email_confirmed_at, blocked_at, created_at)
                    values (@BrokerId, @Email, @NormalizedEmail, @PasswordHash, @SecurityStamp, @ConcurrencyStamp, @FirstName, @LastName,
                            @PreferredLanguage, @CrmUserId, @PartnerId, @PartnerClicks, @PartnerCode, @Country, @Acquisition, @EmailConfirmedAt, @BlockedAt, @CreatedAt)
                    returning id
                    """,
                    user),
                cancellationToken);
            return true;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>
    /// Stores what sign-in owns of a user, under a new concurrency stamp. False when somebody else changed it since it was read, or took
    /// the address: nothing was stored then.
    /// </summary>
    public async Task<bool> TryUpdateAsync(BrokerUser user, string newConcurrencyStamp, CancellationToken cancellationToken)
    {
        try
        {
            var changed = await database.WriteAsync(
                async session =>
                {
                    await RibbonTouches.AddAsync(session, user.BrokerId, user.Id);
                    return await session.ExecuteAsync(
                        """
                        update users
                        set email = @Email, normalized_email = @NormalizedEmail, password_hash = @PasswordHash, security_stamp = @SecurityStamp,
                            concurrency_stamp = @newConcurrencyStamp, first_name = @FirstName, last_name = @LastName,
                            preferred_language = @PreferredLanguage, email_confirmed_at = @EmailConfirmedAt, blocked_at = @BlockedAt
                        where broker_id = @BrokerId and id = @Id and concurrency_stamp = @ConcurrencyStamp
                        """,
                        new
                        {
                            user.Email,
                            user.NormalizedEmail,
                            user.PasswordHash,
                            user.SecurityStamp,
                            newConcurrencyStamp,
                            user.FirstName,
                            user.LastName,
                            user.PreferredLanguage,
                            user.EmailConfirmedAt,
                            user.BlockedAt,
                            user.BrokerId,
                            user.Id,
                            user.ConcurrencyStamp,
                        });
                },
                cancellationToken);
            return changed == 1;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>
    /// Stores another password as a part of the caller's write; what was sealed for the user before ends with the stamp. False when somebody else
    /// changed the user since it was read: nothing was stored then.
    /// </summary>
    public static async Task<bool> TrySetPasswordAsync(DbSession session, BrokerUser user, string passwordHash)
    {
        var stamp = Guid.NewGuid().ToString("N");
        var changed = await session.ExecuteAsync(
            """
            update users set password_hash = @passwordHash, security_stamp = @stamp, concurrency_stamp = @stamp
            where broker_id = @BrokerId and id = @Id and concurrency_stamp = @ConcurrencyStamp
            """,
            new { passwordHash, stamp, user.BrokerId, user.Id, user.ConcurrencyStamp }) == 1;
        if (changed)
        {
            await SharedLogins.SpreadPasswordAsync(session, user, passwordHash, stamp);
        }

        return changed;
    }

    /// <summary>
    /// Stores the <c>userId</c> of the platform. False when the user has another one already, or another user of the broker has this one;
    /// nothing was changed then.
    /// </summary>
    public async Task<bool> TrySetCtraderUserIdAsync(long brokerId, long id, long ctraderUserId, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    await RibbonTouches.AddAsync(session, brokerId, id);
                    return await session.ExecuteAsync(
                        """
                        update users set ctrader_user_id = @ctraderUserId
                        where broker_id = @brokerId and id = @id and (ctrader_user_id is null or ctrader_user_id = @ctraderUserId)
                        """,
                        new { brokerId, id, ctraderUserId });
                },
                cancellationToken) == 1;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return false;
        }
    }

    /// <summary>
    /// Stores where a user lives, or with null that nobody knows, as a part of the caller's write. False when it was so already, or there is no such user.
    /// </summary>
    public static async Task<bool> TrySetCountryAsync(DbSession session, long brokerId, long id, string? country)
    {
        if (await session.ExecuteAsync(
            "update users set country = @country where broker_id = @brokerId and id = @id and coalesce(country, '') <> coalesce(@country, '')", new { brokerId, id, country }) == 0)
        {
            return false;
        }

        await RibbonTouches.AddAsync(session, brokerId, id);
        return true;
    }

    /// <summary>Records that the user proved control of the address, unless that is known already.</summary>
    public Task ConfirmEmailAsync(long brokerId, long id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update users set email_confirmed_at = @at where broker_id = @brokerId and id = @id and email_confirmed_at is null",
                new { brokerId, id, at }),
            cancellationToken);
}
