using Drawbridge.Platform.Hosting;

namespace Drawbridge.Platform.Users;

/// <summary>A user (cTID) as stored.</summary>
internal sealed class UserRow
{
    public long UserId { get; init; }

    public string BrokerCrmName { get; init; } = "";

    public string Email { get; init; } = "";

    public string Nickname { get; init; } = "";

    public string? FirstName { get; init; }

    public string? PreferredLanguage { get; init; }

    /// <summary>Logs in at the CRM; false for users of WebServices 5.1.</summary>
    public bool Sso { get; init; } = true;

    public DateTimeOffset? AgreementAcceptedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A user to be created.</summary>
internal sealed record NewUser(string BrokerCrmName, string Email, string? Nickname, string? FirstName, string? PreferredLanguage)
{
    /// <summary>Logs in at the CRM; false for users of WebServices 5.1.</summary>
    public bool Sso { get; init; } = true;
}

internal sealed class UserStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>The user, null when there is none.</summary>
    public Task<UserRow?> FindAsync(long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<UserRow>("select * from platform_user where user_id = @userId", new { userId }), cancellationToken);

    /// <summary>The user of a CRM with that address, null when there is none. Case does not count.</summary>
    public Task<long?> FindIdAsync(string brokerCrmName, string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>(
                "select user_id from platform_user where broker_crm_name = @brokerCrmName and email_key = @key",
                new { brokerCrmName, key = KeyOf(email) }),
            cancellationToken);

    /// <summary>The user of a CRM with that nickname, null when there is none. Case does not count.</summary>
    public Task<long?> FindIdByNicknameAsync(string brokerCrmName, string nickname, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<long?>(
                "select user_id from platform_user where nickname_key = @key and broker_crm_name = @brokerCrmName",
                new { brokerCrmName, key = Nickname.KeyOf(nickname) }),
            cancellationToken);

    /// <summary>
    /// Creates a user, null when the address is taken at that CRM. The wished nickname is used if it is free, else one from the number.
    /// Creations and changes of addresses follow one another, so of two with one address or nickname the second sees the first.
    /// </summary>
    public Task<long?> CreateAsync(NewUser user, CancellationToken cancellationToken) =>
        database.WriteAsync<long?>(
            async session =>
            {
                var userId = await PlatformSequence.NextAsync(session, PlatformSequence.User);
                var emailKey = KeyOf(user.Email);
                if (await session.GetAsync<long>(
                    "select count(*) from platform_user where broker_crm_name = @BrokerCrmName and email_key = @emailKey", new { user.BrokerCrmName, emailKey }) > 0)
                {
                    return null;
                }

                var taken = user.Nickname is null || await session.GetAsync<long>(
                    "select count(*) from platform_user where nickname_key = @key", new { key = Nickname.KeyOf(user.Nickname) }) > 0;
                var nickname = taken ? Nickname.Of(userId) : user.Nickname!;
                await session.ExecuteAsync(
                    """
                    insert into platform_user (user_id, broker_crm_name, email, email_key, nickname, nickname_key, first_name, preferred_language, sso, created_at)
                    values (@userId, @BrokerCrmName, @Email, @emailKey, @nickname, @nicknameKey, @FirstName, @PreferredLanguage, @Sso, @now)
                    """,
                    new
                    {
                        userId, user.BrokerCrmName, user.Email, emailKey, nickname, nicknameKey = Nickname.KeyOf(nickname),
                        user.FirstName, user.PreferredLanguage, user.Sso, now = time.GetUtcNow(),
                    });
                return userId;
            },
            cancellationToken);

    /// <summary>Changes the address. False when another user of the CRM has it.</summary>
    public Task<bool> ChangeEmailAsync(string brokerCrmName, long userId, string email, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await PlatformSequence.HoldAsync(session, PlatformSequence.User);
                var key = KeyOf(email);
                var others = await session.GetAsync<long>(
                    "select count(*) from platform_user where broker_crm_name = @brokerCrmName and email_key = @key and user_id <> @userId",
                    new { brokerCrmName, key, userId });
                return others == 0
                    && await session.ExecuteAsync("update platform_user set email = @email, email_key = @key where user_id = @userId", new { email, key, userId }) == 1;
            },
            cancellationToken);

    /// <summary>Records that the broker's agreement was accepted; the first time counts.</summary>
    public Task AcceptAgreementAsync(long userId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update platform_user set agreement_accepted_at = @now where user_id = @userId and agreement_accepted_at is null",
                new { userId, now = time.GetUtcNow() }),
            cancellationToken);

    /// <summary>Addresses that differ only in case are the same.</summary>
    public static string KeyOf(string email) => email.ToLowerInvariant();
}
