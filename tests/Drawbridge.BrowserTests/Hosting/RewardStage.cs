using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Up;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Platform.Clock;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>Partners, their traders and what those close, at a <c>drawbridge up</c> of the test's own, whose clock the test moves.</summary>
internal sealed class RewardStage : IAsyncDisposable
{
    private static long _deals = 1000;

    private RewardStage(RunningUp up) => Up = up;

    public RunningUp Up { get; }

    public string Today => Up.Broker.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<RewardStage> OpenAsync()
    {
        var up = await RunningUp.StartAsync();
        await up.ConfigureAsync(static settings => settings with { Partners = settings.Partners with { Registration = PartnerRegistration.Open } });
        return new(up);
    }

    /// <summary>Both sides are so many days later.</summary>
    public void PassDays(int days) => ((VirtualClock)Up.Platform.GetRequiredService<TimeProvider>()).Offset += TimeSpan.FromDays(days);

    public async Task<(Person Person, long Id)> NewPartnerAsync(string name, long? parent = null)
    {
        var person = await Up.NewTraderAsync();
        var answer = await AskAsync(HttpMethod.Post, "partners", new { brokerName = DemoNames.TradingTech, traderId = (await Up.FindUserAsync(person)).Id, name, parentId = parent });
        return (person, (long)answer["partner"]!["id"]!);
    }

    /// <summary>A trader of a partner; returns the number at the broker.</summary>
    public async Task<long> NewTraderAsync(long partner)
    {
        var trader = (await Up.FindUserAsync(await Up.NewTraderAsync())).Id;
        await AskAsync(HttpMethod.Put, $"traders/{trader}/attribution", new { partner, reason = "brought by" });
        return trader;
    }

    /// <summary>A plan that all partners have.</summary>
    public async Task GivePlanAsync(object terms)
    {
        var plan = (long)(await AskAsync(HttpMethod.Post, "partner-plans", new { brokerName = DemoNames.TradingTech, name = "Standard", terms }))["plan"]!["id"]!;
        await AskAsync(HttpMethod.Put, "partner-plans/default", new { brokerName = DemoNames.TradingTech, planId = plan, reason = "agreed" });
    }

    /// <summary>A position that is closed now.</summary>
    public Task<bool> CloseAsync(long trader, decimal lots, string symbol = "EURUSD", decimal commission = 0, string? rate = "0.9") => Up.Broker.GetRequiredService<Database>().WriteAsync(
        async session =>
        {
            var now = Up.Broker.GetRequiredService<TimeProvider>().GetUtcNow();
            var broker = Up.BrokerOf(DemoNames.TradingTech).Id;
            return await FactStore.AddTradeAsync(session, new()
            {
                BrokerId = broker, UserId = trader, DealId = Interlocked.Increment(ref _deals), PositionId = 1, Symbol = symbol, Volume = RewardMoney.Cut(lots * 100_000),
                AccountId = await session.GetAsync<long>("select id from accounts where broker_id = @broker and user_id = @trader", new { broker, trader }),
                Lots = RewardMoney.Cut(lots), ClosedAt = now, Commission = RewardMoney.Cut(commission), DepositCurrency = "EUR", UsdRate = rate, RecordedAt = now,
            });
        },
        TestContext.Current.CancellationToken);

    /// <summary>Makes the statements of everything so far, and waits for them.</summary>
    public async Task RunAsync()
    {
        var now = Up.Broker.GetRequiredService<TimeProvider>().GetUtcNow();
        var run = await AskAsync(HttpMethod.Post, "partner-runs", new { brokerName = DemoNames.TradingTech, from = now.AddDays(-30), until = now });
        await Until.TrueAsync(async () => (string)(await AskAsync(HttpMethod.Get, $"partner-runs/{run["id"]}"))["state"]! == "done");
    }

    /// <summary>Waits until somebody has earned by everything that was closed.</summary>
    public async Task RewardAsync()
    {
        var broker = Up.BrokerOf(DemoNames.TradingTech).Id;
        await Up.Broker.GetRequiredService<RewardJobs>().BeginAsync(broker, TestContext.Current.CancellationToken);
        await Until.TrueAsync(async () => await Up.Broker.GetRequiredService<Database>().ReadAsync(
            session => session.GetAsync<long>("select count(*) from partner_trades where broker_id = @broker and rewarded_at is null", new { broker }), TestContext.Current.CancellationToken) == 0);
    }

    /// <summary>What the account of somebody has on the platform, in cents.</summary>
    public async Task<long> BalanceAsync(Person person)
    {
        var (broker, user) = (Up.BrokerOf(DemoNames.TradingTech).Id, (await Up.FindUserAsync(person)).Id);
        return await Up.Manager.BalanceAsync(await Up.Broker.GetRequiredService<Database>().ReadAsync(
            session => session.GetAsync<long>("select trader_login from accounts where broker_id = @broker and user_id = @user", new { broker, user }), TestContext.Current.CancellationToken));
    }

    public async Task<JsonNode> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Up.BrokerUrl}/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", Up.ManagementKey);
        using var answer = await Up.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    public ValueTask DisposeAsync() => Up.DisposeAsync();
}
