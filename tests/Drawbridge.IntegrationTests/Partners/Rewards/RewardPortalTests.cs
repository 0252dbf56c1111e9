using System.Net;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Partners.Rewards;

/// <summary>What partners read of their earnings, on SQLite (INV-2).</summary>
public sealed class SqliteRewardPortalTests(ScreensHost host) : RewardPortalTests(host), IClassFixture<ScreensHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresRewardPortalTests(PostgresScreensHost host) : RewardPortalTests(host), IClassFixture<PostgresScreensHost>;

public abstract class RewardPortalTests(ScreensHost host)
{
    [Fact] // INV-2, INV-9
    public async Task A_partner_reads_earnings_and_statements_takes_one_along_and_sees_nobody_elses()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync(), await world.NewPartnerAsync("Bob"));
        var trader = await host.NewTraderAsync(world.Crm);
        using var browser = world.NewBrowser();
        await browser.LogInToClientAreaAsync(world.Crm, ann.User.Email);
        (await browser.GetAsync($"/client/partner/earnings?{world.Crm.Names()}")).ShouldShow("earnings-none").Element("statements-none");

        await world.AskAsync(HttpMethod.Put, $"traders/{trader.Id}/attribution", new { partner = ann.Id, reason = "brought" });
        var plan = await world.AskAsync(HttpMethod.Post, "partner-plans", new { brokerName = world.Broker.Name.Value, name = "Standard", terms = new { currency = "EUR", perLot = new { amount = 8.01 } } });
        await world.AskAsync(HttpMethod.Put, "partner-plans/default", new { brokerName = world.Broker.Name.Value, planId = (long)plan.Json["plan"]!["id"]!, reason = "all" });
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await CloseAsync(world, trader.Id, 1.55m);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var run = await world.AskAsync(HttpMethod.Post, "partner-runs", new { brokerName = world.Broker.Name.Value, from = host.Time.GetUtcNow().AddDays(-3), until = host.Time.GetUtcNow() });
        await Until.TrueAsync(async () => (string)(await world.AskAsync(HttpMethod.Get, $"partner-runs/{run.Json["id"]}")).Json["state"]! == "done");

        var earnings = (await browser.GetAsync($"/client/partner/earnings?{world.Crm.Names()}")).ShouldShow("earnings-EUR");
        (earnings.Element("earnings-stated").TextContent, earnings.Element("earnings-paid").TextContent).ShouldBe(("12.41\u00a0EUR", "0.00\u00a0EUR"));
        earnings.Element("statement").TextContent.ShouldContain("Being checked");
        var page = await browser.GetAsync(earnings.Href("statement-open"));
        page.Element("statement-amount").TextContent.ShouldBe("12.41\u00a0EUR");
        page.Text.ShouldContain("1.55 × EURUSD");
        page.Text.ShouldNotContain(trader.Email);
        var csv = await browser.GetAsync(page.Href("statement-csv"));
        var lines = csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("line,time,kind,level,symbol,lots,amount,currency");
        lines[1..].Select(static line => string.Join(',', line.Split(',')[2..])).ShouldBe(["carriedOver,0,,,-0.0055,EUR", "perLot,1,EURUSD,1.55,12.4155,EUR"]);

        using var other = world.NewBrowser();
        await other.LogInToClientAreaAsync(world.Crm, bob.User.Email);
        (await other.GetAsync(earnings.Href("statement-open"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync(page.Href("statement-csv"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"/client/partner/earnings?{world.Crm.Names()}")).ShouldShow("earnings-none");
    }

    /// <summary>A position of the trader, who has an account for it.</summary>
    private Task<bool> CloseAsync(PartnerScreens world, long userId, decimal lots) => host.Database.WriteAsync(
        async session => await FactStore.AddTradeAsync(session, new()
        {
            BrokerId = world.Broker.Id, UserId = userId, DealId = userId, PositionId = 1, Symbol = "EURUSD", Volume = RewardMoney.Cut(lots * 100_000), Lots = RewardMoney.Cut(lots),
            AccountId = await session.GetAsync<long>(
                "insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at) values (@Id, @userId, @login, 'live', 'EUR', @now) returning id",
                new { world.Broker.Id, userId, login = 60_000_000 + userId, now = host.Time.GetUtcNow() }),
            ClosedAt = host.Time.GetUtcNow(), Commission = 0, DepositCurrency = "EUR", RecordedAt = host.Time.GetUtcNow(),
        }),
        CancellationToken.None);
}
