using System.Globalization;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Accounts;

/// <summary>The SQL of account openings.</summary>
internal sealed class AccountOpeningStore(Database database)
{
    /// <summary>The opening of a user with that number, which must exist.</summary>
    public Task<AccountOpening> GetAsync(long userId, string number, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.GetAsync<AccountOpening>(
                """
                select id, broker_id, user_id, number, reference, product, currency, leverage_in_cents, environment_name, password_sealed, first_sent_at,
                       trader_login, created_at
                from account_openings where user_id = @userId and number = @number
                """,
                new { userId, number = int.Parse(number, CultureInfo.InvariantCulture) }),
            cancellationToken);

    /// <summary>Adds an opening unless the user has one of that number, which then stays as it is. Part of the caller's write.</summary>
    public static Task AddAsync(DbSession session, AccountOpening opening) =>
        session.ExecuteAsync(
            """
            insert into account_openings (broker_id, user_id, number, reference, product, currency, leverage_in_cents, environment_name, password_sealed, created_at)
            values (@BrokerId, @UserId, @Number, @Reference, @Product, @Currency, @LeverageInCents, @EnvironmentName, @PasswordSealed, @CreatedAt)
            on conflict (user_id, number) do nothing
            """,
            opening);

    /// <summary>Remembers when the account may have been created at the earliest. Part of the caller's write.</summary>
    public static Task RecordSendingAsync(DbSession session, long id, DateTimeOffset now) =>
        session.ExecuteAsync(
            "update account_openings set first_sent_at = coalesce(first_sent_at, @now) where id = @id and trader_login is null", new { id, now });

    /// <summary>Stores the account's number. Part of the caller's write.</summary>
    public static Task StoreTraderAsync(DbSession session, long id, long login) =>
        session.ExecuteAsync("update account_openings set trader_login = @login where id = @id", new { id, login });

    /// <summary>Forgets the password. Part of the caller's write.</summary>
    public static Task WipePasswordAsync(DbSession session, long id) =>
        session.ExecuteAsync("update account_openings set password_sealed = null where id = @id", new { id });
}
