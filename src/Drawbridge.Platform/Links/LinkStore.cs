using Drawbridge.Platform.Hosting;

namespace Drawbridge.Platform.Links;

/// <summary>An account of a user, as an application shows it.</summary>
internal sealed class LinkedAccountRow
{
    public long Login { get; init; }

    public long CtidTraderAccountId { get; init; }

    public string BrokerName { get; init; } = "";

    public string EnvironmentName { get; init; } = "";

    public string DepositCurrency { get; init; } = "";

    public long Balance { get; init; }

    public int MoneyDigits { get; init; }
}

/// <summary>A link between an account and a user.</summary>
internal sealed class LinkRow
{
    public long CtidTraderAccountId { get; init; }

    public long TraderLogin { get; init; }

    public long UserId { get; init; }

    public string BrokerName { get; init; } = "";

    public string EnvironmentName { get; init; } = "";
}

internal sealed class LinkStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>Links an account to a user and fixes its environment; null when it is linked already. Of two at once one succeeds.</summary>
    public Task<long?> CreateAsync(long traderLogin, long userId, string brokerName, string environmentName, CancellationToken cancellationToken) =>
        database.WriteAsync<long?>(
            async session =>
            {
                var id = await PlatformSequence.NextAsync(session, PlatformSequence.Link);
                var inserted = await session.ExecuteAsync(
                    """
                    insert into platform_link (ctid_trader_account_id, trader_login, user_id, broker_name, environment_name, linked_at)
                    values (@id, @traderLogin, @userId, @brokerName, @environmentName, @now)
                    on conflict (trader_login) do nothing
                    """,
                    new { id, traderLogin, userId, brokerName, environmentName, now = time.GetUtcNow() });
                return inserted == 1 ? id : null;
            },
            cancellationToken);

    /// <summary>Moves an account and its link to another broker. False when it is gone, or is linked in another environment.</summary>
    public Task<bool> MoveAsync(long traderLogin, string brokerName, string environmentName, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var moved = await session.ExecuteAsync(
                    """
                    update platform_trader set broker_name = @brokerName, updated_at = @now
                    where login = @traderLogin and not exists (
                      select 1 from platform_link l where l.trader_login = @traderLogin and l.environment_name <> @environmentName)
                    """,
                    new { traderLogin, brokerName, environmentName, now = time.GetUtcNow() });
                await session.ExecuteAsync(
                    "update platform_link set broker_name = @brokerName where trader_login = @traderLogin and environment_name = @environmentName",
                    new { traderLogin, brokerName, environmentName });
                return moved == 1;
            },
            cancellationToken);

    /// <summary>The link with that number, null when there is none.</summary>
    public Task<LinkRow?> FindAsync(long ctidTraderAccountId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<LinkRow>(
                "select * from platform_link where ctid_trader_account_id = @ctidTraderAccountId", new { ctidTraderAccountId }),
            cancellationToken);

    /// <summary>The link of an account, null when it has none.</summary>
    public Task<LinkRow?> FindByLoginAsync(long traderLogin, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<LinkRow>("select * from platform_link where trader_login = @traderLogin", new { traderLogin }),
            cancellationToken);

    /// <summary>The accounts of a user at a broker, oldest link first.</summary>
    public Task<IReadOnlyList<LinkedAccountRow>> ListAsync(long userId, string brokerName, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<LinkedAccountRow>(
                """
                select t.login, l.ctid_trader_account_id, t.broker_name, l.environment_name, t.deposit_currency, t.balance, t.money_digits
                from platform_link l join platform_trader t on t.login = l.trader_login
                where l.user_id = @userId and l.broker_name = @brokerName
                order by l.ctid_trader_account_id
                """,
                new { userId, brokerName }),
            cancellationToken);
}
