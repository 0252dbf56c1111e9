using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Drawbridge.IntegrationTests.Payments.Proof;

/// <summary>Begins payments as the screens do, on the broker's database, and looks at what became of them.</summary>
internal sealed class ProofDriver : IAsyncDisposable
{
    public const long Opening = 1_000_000_000;

    /// <summary>Where nothing more happens by itself: the end, or a person.</summary>
    private const string Open = "state not in (6, 7, 8, 10, 16, 20, 21, 22, 30, 31, 32)";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ProofWorld _world;
    private readonly ProofPlan _plan;
    private readonly Database _database;
    private readonly ServiceProvider _services;
    private long _userId;

    private ProofDriver(ProofWorld world, ProofPlan plan)
    {
        _world = world;
        _plan = plan;
        _database = Database.Open(DatabaseOptions.ForPostgres(world.BrokerDatabase), TimeProvider.System, NullLoggerFactory.Instance);
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_database);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddLogging();
        services.AddDrawbridgeBroker(configuration);
        _services = services.BuildServiceProvider();
    }

    public List<long> Accounts { get; } = [];

    public BrokerEntity Broker { get; private set; } = null!;

    private PaymentStore Payments => _services.GetRequiredService<PaymentStore>();

    public static async Task<ProofDriver> StartAsync(ProofWorld world, ProofPlan plan, int accounts)
    {
        var driver = new ProofDriver(world, plan);
        await driver._services.GetRequiredService<BrokerDirectory>().StartAsync(None);
        driver.Broker = driver._services.GetRequiredService<BrokerDirectory>().Current.FindBroker(ProofWorld.Broker)!;
        driver._userId = await driver._database.WriteAsync(
            session => session.GetAsync<long>(
                """
                insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, created_at)
                values (@brokerId, 'proof@example.test', 'PROOF@EXAMPLE.TEST', 'x', 'x', 'en', @now) returning id
                """,
                new { brokerId = driver.Broker.Id, now = TimeProvider.System.GetUtcNow() }),
            None);
        await driver.OpenAccountsAsync(accounts);
        return driver;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Begins one, again and again until the database has it: the form's key makes it one payment.</summary>
    public async Task BeginAsync(int number)
    {
        var key = "m" + number.ToString(CultureInfo.InvariantCulture);
        var deposit = _plan.IsDeposit(key);
        var (fee, bearer) = _plan.FeeOf(key);
        var payment = new NewPayment(
            Broker.Id, _userId, deposit ? PaymentKind.Deposit : PaymentKind.Withdrawal, Accounts[number % Accounts.Count], "EUR", new MoneyAmount(_plan.AmountOf(key), 2),
            key, ProofProvider.Name, deposit ? PaymentState.Created : PaymentState.DebitDue, key)
        {
            Fee = fee,
            FeeBearer = bearer,
            ReturnUrl = "https://broker.example.test/inapp/deposit/payment",
        };
        var added = await AgainAsync(() => Payments.AddAsync(payment, None));
        _world.Keys[added.Reference] = key;
    }

    /// <summary>How many have not come to an end.</summary>
    public Task<long> CountOpenAsync() => AgainAsync(() => _database.ReadAsync(
        session => session.GetAsync<long>($"select count(*) from payments where {Open}"), None));

    /// <summary>Grows whenever anything happens to a payment.</summary>
    public Task<long> CountChangesAsync() => AgainAsync(() => _database.ReadAsync(
        session => session.GetAsync<long>("select cast(count(*) + coalesce(sum(revision), 0) as bigint) from payments"), None));

    public Task<IReadOnlyList<Payment>> ListAsync() => AgainAsync(() => _database.ReadAsync(
        session => session.ListAsync<Payment>($"select {PaymentColumns.All} from payments"), None));

    /// <summary>What is written down about a payment that waits for a person.</summary>
    public Task<string?> FindExplanationAsync(Payment payment) => _database.ReadAsync(
        session => session.FindAsync<string>("select detail from payment_events where payment_id = @Id order by id desc limit 1", new { payment.Id }), None);

    public Task<IReadOnlyList<LedgerBalance>> ListBooksAsync() => _services.GetRequiredService<LedgerStore>().ListBalancesAsync(Broker.Id, None);

    /// <summary>Sums of postings that do not come to nothing, which there must not be.</summary>
    public Task<long> CountUnbalancedAsync() => _database.ReadAsync(
        session => session.GetAsync<long>("select count(*) from (select 1 from ledger_entries group by payment_id, posting having sum(amount) <> 0) wrong"), None);

    /// <summary>Calls whose outcome nobody knew at first, and how they were found to have ended.</summary>
    public Task<long> CountEventsAsync(PaymentEvent what) => _database.ReadAsync(
        session => session.GetAsync<long>("select count(*) from payment_events where name = @name", new { name = what.ToString() }), None);

    /// <summary>Moves what waits so far into the past. Only while the broker is down and none of its calls is on its way.</summary>
    public Task ForwardAsync(TimeSpan by) => AgainAsync(() => _database.WriteAsync(
        async session =>
        {
            var units = (long)by.TotalMilliseconds;
            await session.ExecuteAsync("update jobs set run_at = run_at - @units where queue = 'payment'", new { units });
            await session.ExecuteAsync("update payment_movements set sent_at = sent_at - @units where status in (1, 2)", new { units });
            return await session.ExecuteAsync("update payments set created_at = created_at - @units where state in (1, 2)", new { units });
        },
        None));

    /// <summary>What the platform has of each account, and how often each reference is in its history and with how much.</summary>
    public async Task<(Dictionary<long, long> Balances, Dictionary<string, int> Movements)> ReadPlatformAsync()
    {
        await using var connection = new NpgsqlConnection(_world.PlatformDatabase);
        await connection.OpenAsync();
        var balances = new Dictionary<long, long>();
        await using (var command = new NpgsqlCommand("select login, balance from platform_trader", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                balances.Add(reader.GetInt64(0), reader.GetInt64(1));
            }
        }

        var movements = new Dictionary<string, int>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand("select external_id, count(*) from platform_money_history where external_id is not null group by external_id", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                movements.Add(reader.GetString(0), (int)reader.GetInt64(1));
            }
        }

        return (balances, movements);
    }

    /// <summary>The database may be restarting: whatever is asked of it is asked again.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> ask)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var i = 0; ; i++)
        {
            try
            {
                return await ask();
            }
            catch (DbException) when (i < 150)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }

    private async Task OpenAccountsAsync(int count)
    {
        var options = new PlatformClientOptions { AuthorityFile = _world.AuthorityFile };
        options.WriteBudget.WritesPerHour = 0;
        using var clients = new PlatformClients(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System, NullLogger<PlatformClient>.Instance);
        var client = clients.For(_world.NewPeer(Broker));
        var logins = new ConcurrentBag<long>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellationToken) =>
        {
            var request = new CreateTraderRequest
            {
                AccessRights = "FULL_ACCESS", AccountType = "HEDGED", Balance = Opening, BrokerName = ProofWorld.Broker, DepositCurrency = "EUR", GroupName = "Default",
                HashedPassword = "0123456789abcdef0123456789abcdef", LeverageInCents = 10_000, TotalMarginCalculationType = "MAX",
            };
            var answer = await client.Traders.CreateAsync(request, cancellationToken);
            logins.Add(answer.ShouldBeOfType<PlatformResult<TraderEntity>.Answered>().Value.Login);
        });
        Accounts.AddRange(logins.Order());
    }
}
