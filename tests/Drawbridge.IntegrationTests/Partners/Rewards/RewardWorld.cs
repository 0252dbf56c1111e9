using System.Net.Http.Json;
using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Payments;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Money;
using Drawbridge.Storage;

namespace Drawbridge.IntegrationTests.Partners.Rewards;

/// <summary>A broker with a cashier on PostgreSQL.</summary>
public sealed class PostgresCashierHost(PlatformServer platform, PostgresCluster cluster) : CashierHost(platform)
{
    protected override async Task<DatabaseOptions> CreateDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}

/// <summary>A broker whose partners earn: Ann stands under Bob.</summary>
internal sealed class RewardWorld(CashierHost host, TestCrm crm)
{
    private static long _deals = 1000;

    public BrokerEntity Broker => crm.Broker();

    public CashierHost Host => host;

    public TestCrm Crm => crm;

    public (long Id, long UserId, long Login) Ann { get; private set; }

    public (long Id, long UserId, long Login) Bob { get; private set; }

    public static async Task<RewardWorld> StartAsync(CashierHost host, Func<RewardSettings, RewardSettings>? change = null)
    {
        var crm = await host.NewCashierAsync(change: settings => settings with
        {
            Partners = new() { Registration = PartnerRegistration.Open, PullInterval = TimeSpan.Zero, Rewards = (change ?? (static same => same))(new() { PullInterval = TimeSpan.FromDays(300) }) },
        });
        var world = new RewardWorld(host, crm);
        world.Bob = await world.NewPartnerAsync("Bob", parent: null);
        world.Ann = await world.NewPartnerAsync("Ann", world.Bob.Id);
        return world;
    }

    public async Task<(long Id, long UserId, long Login)> NewPartnerAsync(string name, long? parent)
    {
        var (userId, login) = await NewUserAsync();
        var answer = await AskAsync(HttpMethod.Post, "partners", new { brokerName = Broker.Name.Value, traderId = userId, name, parentId = parent });
        ((int)answer.Status).ShouldBe(201, answer.Body);
        return ((long)answer.Json["partner"]!["id"]!, userId, login);
    }

    /// <summary>Somebody with a live account.</summary>
    public async Task<(long UserId, long Login)> NewUserAsync()
    {
        var trader = await host.NewTraderAsync(crm);
        return (await host.Database.ReadAsync(
            session => session.GetAsync<long>("select id from users where broker_id = @Id and ctrader_user_id = @UserId", new { Broker.Id, trader.UserId }), CancellationToken.None), trader.Account);
    }

    /// <summary>A trader of a partner.</summary>
    public async Task<(long UserId, long Login)> NewTraderAsync(long partner)
    {
        var trader = await NewUserAsync();
        ((int)(await AskAsync(HttpMethod.Put, $"traders/{trader.UserId}/attribution", new { partner, reason = "brought by" })).Status).ShouldBe(200);
        return trader;
    }

    /// <summary>Adds a plan and gives it to all.</summary>
    public async Task<long> PlanAsync(object terms, string name = "Standard")
    {
        var added = await AskAsync(HttpMethod.Post, "partner-plans", new { brokerName = Broker.Name.Value, name, terms, by = "eve" });
        ((int)added.Status).ShouldBe(201, added.Body);
        var id = (long)added.Json["plan"]!["id"]!;
        var assigned = await AskAsync(HttpMethod.Put, "partner-plans/default", new { brokerName = Broker.Name.Value, planId = id, reason = "agreed" });
        ((int)assigned.Status).ShouldBe(200, assigned.Body);
        return id;
    }

    /// <summary>A position that is closed now.</summary>
    public Task<bool> CloseAsync((long UserId, long Login) trader, decimal lots, decimal commission = 0, string symbol = "EURUSD", string? rate = "0.9", long? deal = null) => host.Database.WriteAsync(
        async session => await FactStore.AddTradeAsync(session, new()
        {
            BrokerId = Broker.Id, UserId = trader.UserId, DealId = deal ?? Interlocked.Increment(ref _deals), PositionId = 1, Symbol = symbol, Volume = RewardMoney.Cut(lots * 100_000),
            AccountId = await session.GetAsync<long>("select id from accounts where broker_id = @Id and trader_login = @Login", new { Broker.Id, trader.Login }),
            Lots = RewardMoney.Cut(lots), ClosedAt = host.Time.GetUtcNow(), Commission = RewardMoney.Cut(commission), DepositCurrency = "EUR", UsdRate = rate, RecordedAt = host.Time.GetUtcNow(),
        }),
        CancellationToken.None);

    /// <summary>Pays in, as the cashier does.</summary>
    public async Task DepositAsync((long UserId, long Login) trader, long amount)
    {
        var payment = await host.Payments.AddAsync(
            new(Broker.Id, trader.UserId, PaymentKind.Deposit, trader.Login, "EUR", new MoneyAmount(amount * 100, 2), "card", "sandbox", PaymentState.Created, Guid.NewGuid().ToString("N")), CancellationToken.None);
        await host.Payments.ApplyAsync(payment.Id, PaymentEvent.ProviderConfirmed, "paid", CancellationToken.None);
        await host.UntilAsync(crm, payment.Reference, PaymentState.Credited);
    }

    /// <summary>Makes the statements of everything so far, and waits for them.</summary>
    public async Task<long> RunAsync()
    {
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var begun = await AskAsync(HttpMethod.Post, "partner-runs", new { brokerName = Broker.Name.Value, from = host.Time.GetUtcNow().AddDays(-30), until = host.Time.GetUtcNow(), by = "eve" });
        ((int)begun.Status).ShouldBe(202, begun.Body);
        var id = (long)begun.Json["id"]!;
        await Until.TrueAsync(async () => (string)(await AskAsync(HttpMethod.Get, $"partner-runs/{id}")).Json["state"]! == "done");
        return id;
    }

    public async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> StatementsAsync(long run) =>
        [.. (await AskAsync(HttpMethod.Get, $"partner-statements?run={run}")).Json["statements"]!.AsArray().Select(static one => one!)];

    public async Task<System.Text.Json.Nodes.JsonObject> RewardsAsync(long partner) => (await AskAsync(HttpMethod.Get, $"partners/{partner}/rewards?limit=200")).Json;

    public async Task<Answer> AskAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        var response = await host.Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
