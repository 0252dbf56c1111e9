using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners.Rewards;

/// <summary>What was closed is read from the platform (WS-43, WS-44, WS-75, WS-78).</summary>
public sealed class TradePullTests(PartnerPlatformHost host) : IClassFixture<PartnerPlatformHost>
{
    private const string Open = "GET /v2/webserv/openPositions";
    private const string Closed = "GET /v2/webserv/closedPositions";
    private const string OpenHeader = "login,positionId,openTimestamp,entryPrice,direction,volume,symbol,commission,swap,bookType,stake,spreadBetting,usedMargin\n";
    private const string ClosedHeader =
        "login,positionId,dealId,openTimestamp,closeTimestamp,entryPrice,closePrice,direction,volume,symbol,commission,swap,pnl,depositConversionRate,usdConversionRate,bookType,stake,spreadBetting\n";

    private static readonly CancellationToken None = CancellationToken.None;

    private TradePull Pull => host.Services.GetServices<IJobHandler>().OfType<TradePull>().Single();

    [Fact] // INV-2, WS-77
    public async Task A_position_that_was_open_for_long_is_found_when_it_is_closed_and_demo_accounts_never_count()
    {
        var broker = await NewBrokerAsync();
        await NewAccountAsync(broker, 501, "live", "EUR");
        await NewAccountAsync(broker, 502, "demo", "EUR");
        var now = host.Time.GetUtcNow();
        var longAgo = now.AddDays(-20);

        // Open at the first look; closed at the second.
        host.Platform.Next(Open, Text(OpenHeader + $"501,1,{At(longAgo)},1.1,BUY,100000.00,EURUSD,3.00,0.00,BOOK_B,0.00,false,10.00\n"));
        await ReadAsync(broker, day => []);
        (await TradesAsync(broker)).ShouldBeEmpty();

        host.Platform.Next(Open, Text(OpenHeader));
        var days = await ReadAsync(broker, day => DateOnly.FromDateTime(longAgo.UtcDateTime) == day
            ? [$"501,1,11,{At(longAgo)},{At(now)},1.1,1.2,BUY,50000.00,EURUSD,3.5,0.00,10.00,0.90,1.00,BOOK_B,0.00,false", $"502,2,12,{At(longAgo)},{At(now)},1.1,1.2,BUY,100000.00,EURUSD,3.5,0.00,10.00,0.90,1.00,BOOK_B,0.00,false"]
            : []);
        days.Count.ShouldBeLessThan(5, "days on which nothing is open any more are not looked at again");

        var trade = (await TradesAsync(broker)).ShouldHaveSingleItem();
        (trade.Lots, trade.Commission, trade.DepositCurrency, trade.ClosedAt).ShouldBe((RewardMoney.Cut(0.5m), RewardMoney.Cut(3.5m), "EUR", now));
        decimal.Parse(trade.UsdRate!, CultureInfo.InvariantCulture).ShouldBe(0.9m);

        // The same report again changes nothing.
        host.Platform.Next(Open, Text(OpenHeader));
        await ReadAsync(broker, day => [$"501,1,11,{At(longAgo)},{At(now)},1.1,1.2,BUY,50000.00,EURUSD,3.5,0.00,10.00,0.90,1.00,BOOK_B,0.00,false"]);
        (await TradesAsync(broker)).ShouldHaveSingleItem();
    }

    [Fact] // INV-2
    public async Task What_the_platform_does_not_tell_now_is_read_the_next_time()
    {
        var broker = await NewBrokerAsync();
        await NewAccountAsync(broker, 601, "live", "USD");
        var now = host.Time.GetUtcNow();
        host.Platform.Next(Open, Text(OpenHeader));
        host.Platform.Next(Closed, Faults.Refuse(400, "INVALID_REQUEST"));
        (await Pull.RunAsync(broker, None)).ShouldBeTrue();
        var state = await host.Services.GetRequiredService<TradePullStore>().FindAsync(broker.Id, None);
        state!.Fault.ShouldNotBeNull().ShouldContain("400");

        host.Platform.Next(Open, Text(OpenHeader));
        await ReadAsync(broker, day => DateOnly.FromDateTime(now.AddDays(-3).UtcDateTime) == day
            ? [$"601,1,21,{At(now.AddDays(-3))},{At(now.AddDays(-2))},1.1,1.2,BUY,20000.00,EURUSD,1,0.00,10.00,,,BOOK_B,0.00,false"]
            : []);

        (await TradesAsync(broker)).ShouldHaveSingleItem().UsdRate.ShouldBe("1", "the account is in dollars");
        (await host.Services.GetRequiredService<TradePullStore>().FindAsync(broker.Id, None))!.Fault.ShouldBeNull();
        await Pull.BeginDueAsync(broker, None);
        (await host.Services.GetRequiredService<RunStore>().ListAsync(new(broker.Crm.Id), broker.Id, long.MaxValue, 10, None)).ShouldBeEmpty("nobody had a plan when the last month ended");
    }

    /// <summary>One pull; returns the days that were asked for.</summary>
    private async Task<IReadOnlyList<DateOnly>> ReadAsync(BrokerEntity broker, Func<DateOnly, string[]> rows)
    {
        var before = host.Platform.Count(Closed);
        host.Platform.Next(Closed, [.. Enumerable.Range(0, 60).Select(_ => new Fault(async (context, _) =>
        {
            var day = DateOnly.FromDateTime(DateTime.Parse(context.Request.Query["from"].ToString(), CultureInfo.InvariantCulture));
            context.Response.ContentType = "text/csv";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(ClosedHeader + string.Concat(rows(day).Select(static row => row + "\n"))));
        }))]);
        (await Pull.RunAsync(broker, None)).ShouldBeTrue();
        host.Platform.Forget(Closed);
        return [.. host.Platform.Seen.Where(static seen => seen.Call == Closed).Skip(before).Select(static seen => DateOnly.Parse(Uri.UnescapeDataString(seen.Query).Split("from=")[1][..10], CultureInfo.InvariantCulture))];
    }

    private static Fault Text(string csv) => async (context, _) =>
    {
        context.Response.ContentType = "text/csv";
        await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(csv));
    };

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private async Task<BrokerEntity> NewBrokerAsync()
    {
        var crm = await host.NewCrmAtPlatformAsync(change: static settings => settings with
        {
            Modules = settings.Modules with { Invite = false }, Partners = new() { Registration = PartnerRegistration.Open, PullInterval = TimeSpan.Zero, Rewards = new() { Statements = StatementPeriod.Monthly } },
        });
        await host.ApplyAsync(crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { ManagerPassword = FakePlatform.Password }] });
        var (broker, service) = (crm.Broker(), host.Services.GetRequiredService<RewardPlanService>());
        var plan = (await service.AddAsync(broker, "Standard", new() { Currency = "USD", PerLot = new() { Amount = 1 } }, new("eve", null, null), None)).ShouldBeOfType<PlanResult.Done>().Plan;
        (await service.AssignAsync(broker, partnerId: null, plan.Id, from: null, new("eve", null, null), None)).ShouldBeOfType<PlanResult.Done>();
        return broker;
    }

    private Task<int> NewAccountAsync(BrokerEntity broker, long login, string environment, string currency) => host.Database.WriteAsync(
        async session => await session.ExecuteAsync(
            "insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at) values (@brokerId, @user, @login, @environment, @currency, @now)",
            new
            {
                brokerId = broker.Id, login, environment, currency, now = host.Time.GetUtcNow(),
                user = await session.GetAsync<long>(
                    "insert into users (broker_id, email, normalized_email, security_stamp, concurrency_stamp, preferred_language, created_at) values (@Id, @email, @email, 'x', 'x', 'en', @now) returning id",
                    new { broker.Id, email = $"{Guid.NewGuid():N}@example.test", now = host.Time.GetUtcNow() }),
            }),
        None);

    private Task<IReadOnlyList<TradeFact>> TradesAsync(BrokerEntity broker) =>
        host.Database.ReadAsync(session => session.ListAsync<TradeFact>($"select {FactStore.TradeColumns} from partner_trades where broker_id = @Id order by id", new { broker.Id }), None);
}
