using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.SandboxProvider;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Payments;

/// <summary>The broker's side with a cashier over the sandbox provider, and the platform's side of this repository behind it.</summary>
public class CashierHost(PlatformServer platform) : BrokerHost
{
    /// <summary>What the broker's CRMs are told.</summary>
    public WebhookReceiver Webhooks { get; } = new();

    internal PaymentStore Payments => Services.GetRequiredService<PaymentStore>();

    /// <summary>A CRM whose brokers have a cashier.</summary>
    public Task<TestCrm> NewCashierAsync(
        int brokers = 1, Func<BrokerSettings, BrokerSettings>? change = null, IReadOnlyList<PaymentMethod>? withMethods = null) => NewCrmAsync(
        brokers,
        change: settings => (change ?? (static same => same))(settings with
        {
            Platform = new(platform.Https, PlatformServer.ManagerLogin),
            Cashier = new()
            {
                ApproveWithdrawalsAbove = 5_000,
                Methods = withMethods ??
                [
                    new PaymentMethod { Id = "card", Provider = "sandbox", Label = Text("Card"), Maximum = 9_000 },
                    new PaymentMethod { Id = "yen", Provider = "sandbox", Label = Text("Yen only"), Currencies = ["JPY"] },
                ],
            },
        }));

    /// <summary>A trader with an account that the platform knows.</summary>
    public async Task<CashierTrader> NewTraderAsync(TestCrm crm, long balance = 100_000, int broker = 0)
    {
        var userId = await crm.NewUserAsync(broker);
        var trader = new CashierTrader(this, crm, userId, broker);
        await trader.AddAccountAsync(balance);
        return trader;
    }

    /// <summary>An account of the platform.</summary>
    public async Task<long> NewPlatformAccountAsync(long balance)
    {
        var body = PlatformApi.Trader();
        body["balance"] = balance;
        return (long)(await platform.Api.PostAsync(Drawbridge.Protocol.Platform.PlatformPaths.Traders, body)).Json["login"]!;
    }

    public async Task<long> BalanceAsync(long login) =>
        (long)(await platform.Api.GetAsync($"{Drawbridge.Protocol.Platform.PlatformPaths.Traders}/{login}")).Json["balance"]!;

    /// <summary>Waits until a payment is where it should be.</summary>
    internal async Task<Payment> UntilAsync(TestCrm crm, string reference, PaymentState state, int broker = 0)
    {
        Payment payment = null!;
        await UntilAsync(
            async () => (payment = (await Payments.FindAsync(crm.Broker(broker).Id, reference, CancellationToken.None))!).State == state,
            () => $"{reference} is {payment.State} and not {state}");
        return payment;
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Drawbridge:SandboxProvider:Enabled"] = "true" });
        builder.Services.AddSandboxProvider(builder.Configuration);
        builder.Services.Configure<PlatformClientOptions>(options => options.AuthorityFile = platform.Authority.File);
        builder.Services.AddHttpClient(Drawbridge.Broker.Webhooks.WebhookDelivery.Client).ConfigurePrimaryHttpMessageHandler(() => Webhooks);
    }

    protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));

    private static Dictionary<string, string> Text(string text) => new(StringComparer.Ordinal) { ["en"] = text };
}

/// <summary>A trader whose application opens the cashier.</summary>
public sealed class CashierTrader(CashierHost host, TestCrm crm, long userId, int broker)
{
    public long UserId => userId;

    public List<long> Accounts { get; } = [];

    public long Account => Accounts[0];

    public async Task<long> AddAccountAsync(long balance = 100_000, string environment = "live")
    {
        var login = await host.NewPlatformAccountAsync(balance);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                select broker_id, id, @login, @environment, 'EUR', @now from users where broker_id = @brokerId and ctrader_user_id = @userId
                """,
                new { brokerId = crm.Broker(broker).Id, userId, login, environment, now = host.Time.GetUtcNow() }),
            CancellationToken.None);
        Accounts.Add(login);
        return login;
    }

    /// <summary>A token as call 4.4 gives it.</summary>
    public async Task<string> NewTokenAsync() => (await crm.PostAsync(Drawbridge.Protocol.Crm.CrmPaths.GenerateOneTime, new { userId }, broker: broker)).Text("token");

    /// <summary>Opens a screen as the application does, in a browser that keeps no cookies unless told otherwise.</summary>
    public async Task<Page> OpenAsync(Browser browser, string screen, long? account = null) =>
        await browser.GetAsync($"/inapp/{screen}?{crm.Names(broker)}{(account is { } login ? $"&account={login}" : "")}&token={await NewTokenAsync()}");
}
