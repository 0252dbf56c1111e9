using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Positions;
using Drawbridge.Platform.Traders;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class SqliteBalanceStoreTests(SqliteFixture fixture) : BalanceStoreTests(fixture, "sqlite:"), IClassFixture<SqliteFixture>;

public sealed class PostgresBalanceStoreTests(PostgresFixture fixture) : BalanceStoreTests(fixture, ""), IClassFixture<PostgresFixture>;

/// <summary>Changes of money that meet, the same tests on either engine.</summary>
public abstract class BalanceStoreTests(DatabaseFixture fixture, string prefix) : IAsyncLifetime
{
    private PlatformDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Valuation Market { get; } = new(new(0));

    private BalanceStore Balances => new(_database, Market, fixture.Clock);

    private TraderStore Traders => new(_database, fixture.Clock);

    public async ValueTask InitializeAsync()
    {
        _database = new(Options.Create(new PlatformOptions { Database = prefix + fixture.Options.ConnectionString }), fixture.Clock, NullLoggerFactory.Instance);
        await new Migrator(_database.Database).MigrateAsync(PlatformMigrations.Set, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<long> NewAsync(long balance = 0, DateTimeOffset? registeredAt = null) => (await Traders.CreateAsync(
        new()
        {
            BrokerName = "broker", GroupName = "Default", DepositCurrency = "EUR", MoneyDigits = 2, AccessRights = "FULL_ACCESS", AccountType = "HEDGED",
            Balance = balance, LeverageInCents = 100, TotalMarginCalculationType = "MAX", PasswordHash = "hash",
            RegisteredAt = registeredAt ?? fixture.Clock.GetUtcNow(), UpdatedAt = fixture.Clock.GetUtcNow(),
        },
        Cancellation)).Login;

    private Task<Outcome<long>> ChangeAsync(long login, decimal amount, string type) => Balances.ChangeAsync(
        login, (trader, _) => BalanceRules.Decide(new ChangeBalanceRequest { PreciseAmount = amount, Type = type }, trader!), Cancellation);

    [Fact] // B2P-3.5-13, WS-11
    public async Task Changes_at_once_never_lose_one_another()
    {
        var login = await NewAsync();

        var changes = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => i % 3 == 0
            ? ChangeAsync(login, 0.01m, BalanceChangeType.DepositCredit)
            : ChangeAsync(login, i, BalanceChangeType.Deposit)));

        changes.ShouldAllBe(static change => change is Outcome<long>.Done);
        var trader = (await Traders.FindAsync(login, Cancellation))!;
        var deposits = Enumerable.Range(1, 64).Where(static i => i % 3 != 0).Sum();
        (trader.Balance, trader.NonWithdrawableBonus).ShouldBe((deposits * 100, 21));
        var history = await Balances.ListAsync(login, 100, Cancellation);
        history.Where(static row => row.Kind == "Balance").Sum(static row => row.Amount).ShouldBe(trader.Balance);
        history.First(static row => row.Kind == "Balance").TotalAfter.ShouldBe(trader.Balance);
    }

    [Fact] // B2P-3.5-10
    public async Task Withdrawals_at_once_never_take_more_than_there_is()
    {
        var login = await NewAsync(balance: 1000);

        var changes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => ChangeAsync(login, 1, BalanceChangeType.Withdraw)));

        changes.Count(static change => change is Outcome<long>.Done).ShouldBe(10);
        (await Traders.FindAsync(login, Cancellation))!.Balance.ShouldBe(0);
    }

    [Fact] // WS-74..77, WS-70
    public async Task A_position_opens_closes_in_parts_and_is_reported()
    {
        var login = await NewAsync(balance: 100_000);
        var store = new PositionStore(_database, Market, fixture.Clock);
        var now = fixture.Clock.GetUtcNow();
        var lot = new Lot(Symbols.Find("EURUSD")!, IsBuy: true, 2000, 1.08421m, now);
        var everybody = new Manager(1, new HashSet<string> { "Default" }, new HashSet<string> { "hidden" }, SuperAdmin: false);

        var opened = ((Outcome<PositionRow>.Done)await store.OpenAsync(login, (_, _) => lot, Cancellation)).Value;
        var closed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.CloseAsync(
            login,
            opened.PositionId,
            (_, position) => position is null
                ? PlatformFault.Invalid("gone")
                : new DealRow
                {
                    PositionId = position.PositionId, Login = login, Symbol = position.Symbol, Direction = position.Direction, Volume = 100_000,
                    EntryPrice = position.EntryPrice, ClosePrice = 108_500, Pnl = -7, OpenedAt = position.OpenedAt, ClosedAt = now,
                },
            Cancellation)));

        closed.Count(static deal => deal is Outcome<DealRow>.Done).ShouldBe(2);
        (await Traders.FindAsync(login, Cancellation))!.Balance.ShouldBe(100_000 - 14);
        (await store.ReportOpenAsync(everybody, login, Cancellation)).ShouldBeEmpty();
        var deals = await store.ReportClosedAsync(everybody, now, now.AddMilliseconds(1), byCloseTime: true, login, Cancellation);
        deals.Select(static deal => (deal.Row.EntryPrice, deal.Row.ClosePrice, deal.Trader.Login)).ShouldBe([(108_421, 108_500, login), (108_421, 108_500, login)]);
        var trading = await store.ListTradingAsync([login], DailyEquity.DayOf(now), Cancellation);
        (trading.Lots[login].Count(), trading.Changes[login].Sum(static change => change.Amount)).ShouldBe((2, -14));
    }

    [Fact] // WS-70
    public async Task The_lowest_and_highest_equity_are_those_of_the_day()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 1, 15, 23, 0, 0, TimeSpan.Zero));
        var login = await NewAsync(balance: 500);
        await MoveAsync(1000);
        await MoveAsync(-1200);
        await MoveAsync(10);
        var thatDay = await OfDayAsync();
        clock.Advance(TimeSpan.FromHours(2));
        var nextDay = await OfDayAsync();
        await MoveAsync(-5);

        thatDay.ShouldBe((300, 1500));
        nextDay.ShouldBe((310, 310));
        (await OfDayAsync()).ShouldBe((305, 310));

        async Task MoveAsync(long units) => (await new BalanceStore(_database, Market, clock).ChangeAsync(
            login, (_, _) => new MoneyChange(MoneyKind.Balance, "TEST", units), Cancellation)).ShouldBeOfType<Outcome<long>.Done>();

        async Task<(long, long)> OfDayAsync() =>
            new DailyEquity(Market).Of((await Traders.FindAsync(login, Cancellation))!, [], [], clock.GetUtcNow());
    }

    [Fact] // WS-70, WS-76
    public async Task Equity_of_the_day_follows_prices_and_money_while_something_is_open()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 1, 15, 6, 0, 0, TimeSpan.Zero));
        var login = await NewAsync(balance: 1_000_000, registeredAt: clock.GetUtcNow());
        var symbol = Symbols.Find("EURUSD")!;
        var lot = new Lot(symbol, IsBuy: true, 100_000, new MarketPrices(0).Ask(symbol, clock.GetUtcNow()), clock.GetUtcNow());
        var store = new PositionStore(_database, Market, clock);
        (await store.OpenAsync(login, (_, _) => lot, Cancellation)).ShouldBeOfType<Outcome<PositionRow>.Done>();
        clock.Advance(TimeSpan.FromHours(2));
        await new BalanceStore(_database, Market, clock).ChangeAsync(login, (_, _) => new MoneyChange(MoneyKind.Balance, "TEST", 500_000), Cancellation);
        clock.Advance(TimeSpan.FromHours(2));

        var trader = (await Traders.FindAsync(login, Cancellation))!;
        var day = DailyEquity.DayOf(clock.GetUtcNow());
        var trading = await store.ListTradingAsync([login], day, Cancellation);
        var (lowest, highest) = new DailyEquity(Market).Of(trader, [.. trading.Lots[login]], trading.Changes[login], clock.GetUtcNow());

        // What every minute of these hours shows lies within, but for what prices do between two quarters of an hour.
        var seen = Enumerable.Range(0, 241).Select(minute => lot.OpenedAt.AddMinutes(minute))
            .Select(time => (time >= lot.OpenedAt.AddHours(2) ? 1_500_000 : 1_000_000) + Market.ValueOf(trader, [lot], time).Unrealised).ToList();
        lowest.ShouldBeInRange(seen.Min(), seen.Where(static (_, minute) => minute % 15 == 0).Min());
        highest.ShouldBeInRange(seen.Where(static (_, minute) => minute % 15 == 0).Max(), Math.Max(seen.Max(), 1_500_000));
    }

    [Fact] // WS-64, WS-69
    public async Task An_update_and_a_deposit_at_once_both_happen()
    {
        var login = await NewAsync();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => i % 2 == 0
            ? ChangeAsync(login, 1, BalanceChangeType.Deposit)
            : (Task)Traders.UpdateAsync(login, trader => TraderUpdate.Of(trader!) with { Description = trader!.Description + "x" }, Cancellation)));

        var trader = (await Traders.FindAsync(login, Cancellation))!;
        trader.Balance.ShouldBe(1200);
        trader.Description.ShouldBe(new string('x', 12));
        (await Traders.DeleteAsync(login, static _ => null, Cancellation)).ShouldBeNull();
        (await Traders.FindAsync(login, Cancellation)).ShouldBeNull();
        (await Balances.ListAsync(login, 100, Cancellation)).Count.ShouldBe(12);
    }
}
