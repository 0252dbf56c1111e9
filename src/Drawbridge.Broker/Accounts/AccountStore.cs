using Drawbridge.Broker.Ribbons;
using Drawbridge.Protocol.Money;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Accounts;

/// <summary>A trading account of a user.</summary>
internal sealed record TradingAccount
{
    public long Id { get; init; }

    public long TraderLogin { get; init; }

    /// <summary>Id of the link on the platform; null when the platform did not tell it.</summary>
    public long? CtidTraderAccountId { get; init; }

    public string EnvironmentName { get; init; } = "";

    /// <summary>Which of the broker's products it is; empty when it was not opened here.</summary>
    public string Product { get; init; } = "";

    public string DepositCurrency { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>In 10^-<see cref="BalanceDigits"/> of its currency, as read last; null = never read.</summary>
    public long? Balance { get; init; }

    public int? BalanceDigits { get; init; }

    /// <summary>When the platform first told this balance.</summary>
    public DateTimeOffset? BalanceAt { get; init; }

    /// <summary>The balance as an amount, as read last; null = never read.</summary>
    public MoneyAmount? Money => this is { Balance: { } units, BalanceDigits: { } digits } ? new(units, digits) : null;
}

/// <summary>The SQL of accounts. Every read names the broker (BID-44).</summary>
internal sealed class AccountStore(Database database)
{
    /// <summary>The accounts of a user, oldest first.</summary>
    public Task<IReadOnlyList<TradingAccount>> ListAsync(long brokerId, long userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<TradingAccount>(
                """
                select id, trader_login, ctid_trader_account_id, environment_name, product, deposit_currency, created_at, balance, balance_digits, balance_at
                from accounts where user_id = @userId and broker_id = @brokerId order by id
                """,
                new { userId, brokerId }),
            cancellationToken);

    /// <summary>Stores the account of an opening; once, however often it is called. Part of the caller's write.</summary>
    public static async Task AddAsync(DbSession session, AccountOpening opening, long traderLogin, long? ctidTraderAccountId, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            """
            insert into accounts (broker_id, user_id, opening_id, trader_login, ctid_trader_account_id, environment_name, product, deposit_currency, created_at)
            values (@BrokerId, @UserId, @Id, @traderLogin, @ctidTraderAccountId, @EnvironmentName, @Product, @Currency, @now)
            on conflict (broker_id, environment_name, trader_login) do nothing
            """,
            new { opening.BrokerId, opening.UserId, opening.Id, traderLogin, ctidTraderAccountId, opening.EnvironmentName, opening.Product, opening.Currency, now });
        await RibbonTouches.AddAsync(session, opening.BrokerId, opening.UserId);
    }

    /// <summary>
    /// Stores an account that was not opened here; once, however often it is called. False when the broker has it as the account of another
    /// user: nothing was changed then.
    /// </summary>
    public Task<bool> TryAddKnownAsync(long brokerId, long userId, TradingAccount account, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var values = new { brokerId, userId, account.TraderLogin, account.EnvironmentName, account.DepositCurrency, account.CreatedAt };
                await session.ExecuteAsync(
                    """
                    insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                    values (@brokerId, @userId, @TraderLogin, @EnvironmentName, @DepositCurrency, @CreatedAt)
                    on conflict (broker_id, environment_name, trader_login) do nothing
                    """,
                    values);
                return await session.GetAsync<long>(
                    "select user_id from accounts where broker_id = @brokerId and environment_name = @EnvironmentName and trader_login = @TraderLogin",
                    values) == userId;
            },
            cancellationToken);

    /// <summary>True when the user has an account. Part of the caller's write.</summary>
    public static async Task<bool> HasAnyAsync(DbSession session, long brokerId, long userId) =>
        await session.GetAsync<long>(
            "select count(*) from accounts where user_id = @userId and broker_id = @brokerId", new { userId, brokerId }) > 0;
}
