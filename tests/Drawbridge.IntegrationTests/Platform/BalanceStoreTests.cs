using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Balances;
using Drawbridge.Platform.Hosting;
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

    private BalanceStore Balances => new(_database, fixture.Clock);

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

    private async Task<long> NewAsync(long balance = 0) => (await Traders.CreateAsync(
        new()
        {
            BrokerName = "broker", GroupName = "Default", DepositCurrency = "EUR", MoneyDigits = 2, AccessRights = "FULL_ACCESS", AccountType = "HEDGED",
            Balance = balance, LeverageInCents = 100, TotalMarginCalculationType = "MAX", PasswordHash = "hash",
            RegisteredAt = fixture.Clock.GetUtcNow(), UpdatedAt = fixture.Clock.GetUtcNow(),
        },
        Cancellation)).Login;

    private Task<Outcome<long>> ChangeAsync(long login, decimal amount, string type) => Balances.ChangeAsync(
        login, trader => BalanceRules.Decide(new ChangeBalanceRequest { PreciseAmount = amount, Type = type }, trader!), Cancellation);

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
