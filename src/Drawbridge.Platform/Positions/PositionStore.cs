using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Storage;

namespace Drawbridge.Platform.Positions;

/// <summary>What is needed to value accounts: open positions, and the day's deals and changes of money.</summary>
internal sealed record TradingOfAccounts(ILookup<long, Lot> Lots, ILookup<long, StepOfMoney> Changes)
{
    public static TradingOfAccounts None { get; } = new(
        Array.Empty<(long Login, Lot Lot)>().ToLookup(static row => row.Login, static row => row.Lot),
        Array.Empty<StepOfMoney>().ToLookup(static change => change.Login));
}

internal sealed class PositionStore(PlatformDatabase database, Valuation valuation, TimeProvider time)
{
    private const int LongestList = 500;

    /// <summary>The open positions of an account, as a part of the caller's query.</summary>
    public static Task<IReadOnlyList<PositionRow>> ListOpenAsync(DbSession session, long login) =>
        session.ListAsync<PositionRow>("select * from platform_position where login = @login order by position_id", new { login });

    /// <summary>The open positions of an account in symbols that are traded, as a part of the caller's query.</summary>
    public static async Task<IReadOnlyList<Lot>> ListLotsAsync(DbSession session, long login) => LotsOf(await ListOpenAsync(session, login));

    /// <summary>The open positions of an account.</summary>
    public Task<IReadOnlyList<PositionRow>> ListOpenAsync(long login, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListOpenAsync(session, login), cancellationToken);

    /// <summary>What moved accounts since the beginning of a day.</summary>
    public Task<TradingOfAccounts> ListTradingAsync(IReadOnlyCollection<long> logins, DateTimeOffset day, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                // Each number of a list is a parameter of its own on SQLite: many accounts are asked for by their range.
                var some = logins.Count <= LongestList ? session.Dialect.In("login", "@logins") : "login >= @first and login <= @last";
                object values = logins.Count <= LongestList
                    ? new { logins, day, step = (long)DailyEquity.Step.TotalMilliseconds }
                    : new { first = logins.Min(), last = logins.Max(), day, step = (long)DailyEquity.Step.TotalMilliseconds };
                var open = await session.ListAsync<PositionRow>($"select * from platform_position where {some}", values);
                var closed = await session.ListAsync<DealRow>($"select * from platform_deal where {some} and closed_at >= @day", values);
                var changes = await session.ListAsync<StepOfMoney>(
                    $"""
                    select login, (changed_at - @day) / @step as step, cast(sum(amount) as bigint) as amount
                    from platform_money_history where {some} and changed_at >= @day group by 1, 2
                    """,
                    values);
                return new TradingOfAccounts(
                    open.Concat(closed).Select(static row => (row.Login, Lot: row.ToLot())).Where(static row => row.Lot is not null)
                        .ToLookup(static row => row.Login, static row => row.Lot!),
                    changes.ToLookup(static change => change.Login));
            },
            cancellationToken);

    /// <summary>Opens a position in one transaction that holds the account, if <paramref name="decide"/> says so.</summary>
    public Task<Outcome<PositionRow>> OpenAsync(
        long login, Func<TraderRow?, IReadOnlyList<PositionRow>, Outcome<Lot>> decide, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var trader = await TraderStore.HoldAsync(session, login);
                var open = await ListOpenAsync(session, login);
                var decided = decide(trader, open);
                if (decided is not Outcome<Lot>.Done { Value: var lot })
                {
                    return (Outcome<PositionRow>)((Outcome<Lot>.Refused)decided).Fault;
                }

                var row = new PositionRow
                {
                    PositionId = await PlatformSequence.NextAsync(session, PlatformSequence.Position),
                    Login = login,
                    Symbol = lot.Symbol.Name,
                    Direction = lot.IsBuy ? "BUY" : "SELL",
                    Volume = PositionRow.VolumeUnits(lot.Volume),
                    EntryPrice = PositionRow.PriceUnits(lot.EntryPrice),
                    OpenedAt = lot.OpenedAt,
                };
                await session.ExecuteAsync(
                    """
                    insert into platform_position (position_id, login, symbol, direction, volume, entry_price, opened_at)
                    values (@PositionId, @Login, @Symbol, @Direction, @Volume, @EntryPrice, @OpenedAt)
                    """,
                    row);
                await CountAsync(session, login);
                var lots = LotsOf(open);
                await DailyEquity.NoteAsync(
                    session, trader!, EquityOf(trader!, lots, lot.OpenedAt), EquityOf(trader!, [.. lots, lot], lot.OpenedAt), lot.OpenedAt);
                return row;
            },
            cancellationToken);

    /// <summary>
    /// Closes a position or a part of it in one transaction that holds the account: the deal, the balance and its history. The numbers
    /// of the deal come from <paramref name="decide"/> (null: there is no such position).
    /// </summary>
    public Task<Outcome<DealRow>> CloseAsync(
        long login, long positionId, Func<TraderRow?, PositionRow?, Outcome<DealRow>> decide, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var trader = await TraderStore.HoldAsync(session, login);
                var position = await session.FindAsync<PositionRow>(
                    "select * from platform_position where position_id = @positionId and login = @login", new { positionId, login });
                var decided = decide(trader, position);
                if (decided is not Outcome<DealRow>.Done { Value: var deal })
                {
                    return decided;
                }

                var before = await ListLotsAsync(session, login);
                var dealId = await PlatformSequence.NextAsync(session, PlatformSequence.Deal);
                await session.ExecuteAsync(
                    """
                    insert into platform_deal (
                      deal_id, position_id, login, symbol, direction, volume, entry_price, close_price, commission, swap, pnl, opened_at, closed_at)
                    values (
                      @dealId, @PositionId, @Login, @Symbol, @Direction, @Volume, @EntryPrice, @ClosePrice, @Commission, @Swap, @Pnl, @OpenedAt, @ClosedAt)
                    """,
                    new
                    {
                        dealId, deal.PositionId, deal.Login, deal.Symbol, deal.Direction, deal.Volume, deal.EntryPrice, deal.ClosePrice, deal.Commission,
                        deal.Swap, deal.Pnl, deal.OpenedAt, deal.ClosedAt,
                    });
                await session.ExecuteAsync("update platform_position set volume = volume - @Volume where position_id = @PositionId", new { deal.Volume, deal.PositionId });
                await session.ExecuteAsync("delete from platform_position where position_id = @PositionId and volume <= 0", new { deal.PositionId });
                var after = await ListLotsAsync(session, login);
                await BalanceStore.ApplyAsync(session, trader!, new(MoneyKind.Balance, "DEAL", deal.Pnl), deal.ClosedAt);
                await DailyEquity.NoteAsync(session, trader!, EquityOf(trader!, before, deal.ClosedAt), EquityOf(trader!, after, deal.ClosedAt) + deal.Pnl, deal.ClosedAt);
                await CountAsync(session, login);
                return (await session.GetAsync<DealRow>("select * from platform_deal where deal_id = @dealId", new { dealId }));
            },
            cancellationToken);

    /// <summary>Open positions within the manager's reach, by number.</summary>
    public Task<IReadOnlyList<ReportRow<PositionRow>>> ReportOpenAsync(Manager manager, long? login, CancellationToken cancellationToken) =>
        ReportAsync<PositionRow>(manager, "platform_position", [], login, "position_id", [], cancellationToken);

    /// <summary>Closing deals within the manager's reach, by number, of positions opened (or closed) in a range (WS-16).</summary>
    public Task<IReadOnlyList<ReportRow<DealRow>>> ReportClosedAsync(
        Manager manager, DateTimeOffset from, DateTimeOffset to, bool byCloseTime, long? login, CancellationToken cancellationToken)
    {
        var column = byCloseTime ? "closed_at" : "opened_at"; // DEC-25
        return ReportAsync<DealRow>(
            manager, "platform_deal", [$"r.{column} >= @from and r.{column} < @to"], login, "deal_id", new(StringComparer.Ordinal) { ["from"] = from, ["to"] = to }, cancellationToken);
    }

    private Task<IReadOnlyList<ReportRow<T>>> ReportAsync<T>(
        Manager manager, string table, List<string> conditions, long? login, string order, Dictionary<string, object> parameters, CancellationToken cancellationToken)
        where T : PositionRow =>
        database.ReadAsync<IReadOnlyList<ReportRow<T>>>(
            async session =>
            {
                List<string> all = ["1 = 1", .. conditions, .. ReachCondition.Of(manager, "t.", parameters)];
                if (login is { } one)
                {
                    parameters["login"] = one;
                    all.Add("r.login = @login");
                }

                var condition = $"from {table} r join platform_trader t on t.login = r.login where {string.Join(" and ", all)}";
                var rows = await session.ListAsync<T>($"select r.* {condition} order by r.{order}", parameters);
                var traders = (await session.ListAsync<TraderRow>($"select * from platform_trader where login in (select r.login {condition})", parameters))
                    .ToDictionary(static trader => trader.Login);
                return [.. rows.Where(row => traders.ContainsKey(row.Login)).Select(row => new ReportRow<T>(row, traders[row.Login]))];
            },
            cancellationToken);

    private static List<Lot> LotsOf(IEnumerable<PositionRow> rows) => [.. rows.Select(static row => row.ToLot()).OfType<Lot>()];

    private long EquityOf(TraderRow trader, IReadOnlyCollection<Lot> lots, DateTimeOffset now) => trader.Total + valuation.ValueOf(trader, lots, now).Unrealised;

    private Task<int> CountAsync(DbSession session, long login) => session.ExecuteAsync(
        """
        update platform_trader set last_deal_at = @now, open_positions = (select count(*) from platform_position p where p.login = @login)
        where login = @login
        """,
        new { login, now = time.GetUtcNow() });
}
