using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Wire;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Traders;

/// <summary>What a list is asked for (WS-50..54).</summary>
internal sealed record TraderListQuery(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset? LastDealFrom, DateTimeOffset? LastDealTo, bool? HasOpenPositions, string? GroupName);

internal sealed class TraderStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>Creates an account and returns it with its number.</summary>
    public Task<TraderRow> CreateAsync(TraderRow trader, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var login = await PlatformSequence.NextAsync(session, PlatformSequence.Trader);
                await session.ExecuteAsync(
                    """
                    insert into platform_trader (
                      login, broker_name, group_name, deposit_currency, money_digits, access_rights, account_type, balance, bonus,
                      non_withdrawable_bonus, leverage_in_cents, max_leverage, total_margin_calculation_type, contact_details, name, last_name,
                      description, limited_risk, limited_risk_margin_calculation_strategy, send_own_statement, send_statement_to_broker, swap_free,
                      password_hash, registered_at, updated_at, connected_at, open_positions)
                    values (
                      @login, @BrokerName, @GroupName, @DepositCurrency, @MoneyDigits, @AccessRights, @AccountType, @Balance, 0,
                      0, @LeverageInCents, @MaxLeverage, @TotalMarginCalculationType, @ContactDetails, @Name, @LastName,
                      @Description, @LimitedRisk, @LimitedRiskMarginCalculationStrategy, @SendOwnStatement, @SendStatementToBroker, @SwapFree,
                      @PasswordHash, @RegisteredAt, @UpdatedAt, 0, 0)
                    """,
                    new
                    {
                        login, trader.BrokerName, trader.GroupName, trader.DepositCurrency, trader.MoneyDigits, trader.AccessRights, trader.AccountType,
                        trader.Balance, trader.LeverageInCents, trader.MaxLeverage, trader.TotalMarginCalculationType, trader.ContactDetails, trader.Name,
                        trader.LastName, trader.Description, trader.LimitedRisk, trader.LimitedRiskMarginCalculationStrategy, trader.SendOwnStatement,
                        trader.SendStatementToBroker, trader.SwapFree, trader.PasswordHash, trader.RegisteredAt, trader.UpdatedAt,
                    });
                return await session.GetAsync<TraderRow>("select * from platform_trader where login = @login", new { login });
            },
            cancellationToken);

    /// <summary>The account, null when there is none.</summary>
    public Task<TraderRow?> FindAsync(long login, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<TraderRow>("select * from platform_trader where login = @login", new { login }), cancellationToken);

    /// <summary>The account, kept from everybody else until the caller's write ends; null when there is none.</summary>
    public static Task<TraderRow?> HoldAsync(DbSession session, long login) =>
        session.FindAsync<TraderRow>($"select * from platform_trader where login = @login {session.Dialect.ForUpdate}", new { login });

    /// <summary>
    /// Changes an account in one transaction that holds it, as <paramref name="decide"/> says (null: there is no such account).
    /// </summary>
    /// <returns>Why nothing was changed, null when it was.</returns>
    public Task<PlatformFault?> UpdateAsync(long login, Func<TraderRow?, Outcome<TraderUpdate>> decide, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var decided = decide(await HoldAsync(session, login));
                if (decided is not Outcome<TraderUpdate>.Done { Value: var update })
                {
                    return ((Outcome<TraderUpdate>.Refused)decided).Fault;
                }

                await session.ExecuteAsync(
                    """
                    update platform_trader set
                      group_name = @GroupName, access_rights = @AccessRights, account_type = @AccountType, leverage_in_cents = @LeverageInCents,
                      max_leverage = @MaxLeverage, total_margin_calculation_type = @TotalMarginCalculationType, contact_details = @ContactDetails,
                      name = @Name, last_name = @LastName, description = @Description, limited_risk = @LimitedRisk,
                      limited_risk_margin_calculation_strategy = @LimitedRiskMarginCalculationStrategy, send_own_statement = @SendOwnStatement,
                      send_statement_to_broker = @SendStatementToBroker, swap_free = @SwapFree, password_hash = @PasswordHash, updated_at = @now
                    where login = @login
                    """,
                    new
                    {
                        update.GroupName, update.AccessRights, update.AccountType, update.LeverageInCents, update.MaxLeverage,
                        update.TotalMarginCalculationType, update.ContactDetails, update.Name, update.LastName, update.Description,
                        update.LimitedRisk, update.LimitedRiskMarginCalculationStrategy, update.SendOwnStatement, update.SendStatementToBroker,
                        update.SwapFree, update.PasswordHash, now = time.GetUtcNow(), login,
                    });
                return null;
            },
            cancellationToken);

    /// <summary>Removes an account with its link, unless <paramref name="deny"/> objects; null when it is gone. What happened to its money stays.</summary>
    public Task<PlatformFault?> DeleteAsync(long login, Func<TraderRow?, PlatformFault?> deny, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (deny(await HoldAsync(session, login)) is { } denied)
                {
                    return denied;
                }

                await session.ExecuteAsync("delete from platform_handoff_token where trader_login = @login", new { login });
                await session.ExecuteAsync(
                    """
                    delete from platform_referral where ctid_trader_account_id in (
                      select ctid_trader_account_id from platform_link where trader_login = @login)
                    """,
                    new { login });
                await session.ExecuteAsync("delete from platform_position where login = @login", new { login });
                await session.ExecuteAsync("delete from platform_deal where login = @login", new { login });
                await session.ExecuteAsync("delete from platform_attribute where kind = 'traders' and entity_id = @login", new { login });
                await session.ExecuteAsync("delete from platform_link where trader_login = @login", new { login });
                await session.ExecuteAsync("update platform_trader set parent_login = null where parent_login = @login", new { login });
                await session.ExecuteAsync("delete from platform_trader where login = @login", new { login });
                return null;
            },
            cancellationToken);

    /// <summary>The accounts that copy this one, oldest first.</summary>
    public Task<IReadOnlyList<TraderRow>> ListSubAccountsAsync(long login, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ListAsync<TraderRow>("select * from platform_trader where parent_login = @login order by login", new { login }),
            cancellationToken);

    /// <summary>
    /// Accounts within reach of the manager, newest registration first (WS-56), at most <paramref name="limit"/>; accounts with one
    /// registration time are never torn apart (WS-57), even if that makes the list longer.
    /// </summary>
    /// <returns>The accounts, and whether more follow.</returns>
    public Task<(IReadOnlyList<TraderRow> Traders, bool HasMore)> ListAsync(
        Manager manager, TraderListQuery query, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListAsync(session, manager, query, limit), cancellationToken);

    private static async Task<(IReadOnlyList<TraderRow> Traders, bool HasMore)> ListAsync(
        DbSession session, Manager manager, TraderListQuery query, int limit)
    {
        var (condition, parameters) = Condition(manager, query);
        parameters["limit"] = limit + 1;
        var rows = await session.ListAsync<TraderRow>(
            $"select * from platform_trader where {condition} order by registered_at desc, login desc limit @limit", parameters);
        if (rows.Count <= limit)
        {
            return (rows, false);
        }

        var cut = rows[limit].RegisteredAt;
        var whole = rows.Where(row => row.RegisteredAt > cut).ToList();
        if (whole.Count == 0)
        {
            // More accounts of one instant than a list may have: all of them, or the caller could never get past.
            parameters["cut"] = cut;
            whole = [.. await session.ListAsync<TraderRow>(
                $"select * from platform_trader where {condition} and registered_at = @cut order by login desc", parameters)];
            var later = await session.FindAsync<long?>($"select login from platform_trader where {condition} and registered_at < @cut limit 1", parameters);
            return (whole, later is not null);
        }

        return (whole, true);
    }

    private static (string Condition, Dictionary<string, object> Parameters) Condition(Manager manager, TraderListQuery query)
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["from"] = query.From, ["to"] = query.To };
        List<string> conditions = ["registered_at >= @from and registered_at < @to"]; // WS-16
        if (query is { LastDealFrom: { } dealFrom, LastDealTo: { } dealTo })
        {
            conditions.Add("last_deal_at >= @dealFrom and last_deal_at < @dealTo");
            parameters["dealFrom"] = dealFrom;
            parameters["dealTo"] = dealTo;
        }

        if (query.HasOpenPositions is { } open)
        {
            conditions.Add(open ? "open_positions > 0" : "open_positions = 0");
        }

        if (query.GroupName is { } group)
        {
            conditions.Add("group_name = @group");
            parameters["group"] = group;
        }

        conditions.AddRange(ReachCondition.Of(manager, "", parameters)); // B2P-0-17
        return (string.Join(" and ", conditions), parameters);
    }
}
