using System.Globalization;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Partners.Rewards;
using Drawbridge.Broker.Partners.Rewards.Facts;
using Drawbridge.Broker.Partners.Rewards.Plans;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.StaffConsole;

/// <summary>Plans and statements in the console, without a script.</summary>
public sealed class ConsoleRewardTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // INV-2
    public async Task Staff_writes_a_plan_gives_it_makes_statements_and_has_them_paid_by_who_decides_about_payments()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var world = new PartnerDeskWorld(host, desk.Crm);
        var ann = await world.NewPartnerAsync("Ann");
        var trader = await world.NewTraderOfAsync(ann);
        await AddAccountAsync(world, ann.UserId!.Value, 77_001);
        await AddAccountAsync(world, trader.Id, 77_002);
        using var writer = await desk.SignInAsync(StaffRoles.Partners);

        var form = (await writer.GetAsync($"/console/partner-plans/new?broker={world.Broker.Name.Value}")).ShouldShow("plan-form");
        (await writer.SubmitAsync(form, "save", ("name", "Standard"), ("perLot.amount", "much"))).ShouldShow("plan-form", 422).Element("form-error").TextContent.ShouldContain("For each lot: Enter a number such as 7.50.");
        (await writer.SubmitAsync(form, "save", ("name", "Standard"), ("perLot.groups", "XAU*"))).ShouldShow("plan-form", 422).Text.ShouldContain("Write one group a line");
        var preview = (await writer.SubmitAsync(form, "preview", ("do", "preview"), ("perLot.amount", "6.5"), ("sample.lots", "2"))).ShouldShow("plan-form");
        preview.Element("preview-sum").TextContent.ShouldBe("13.00");
        var at = (await writer.SubmitAsync(form, "save", ("name", "Standard"), ("perLot.amount", "6.5"))).Location;
        at.ShouldEndWith("?done=plan-added");
        (await writer.SubmitAsync(form, "save", ("name", "Standard"))).Location.ShouldEndWith("?done=repeated");
        var plan = (await writer.GetAsync(at)).ShouldShow("plan");
        (await writer.SubmitAsync(plan, "give")).ShouldShow("plan", 422).Element("reason-error");
        (await writer.SubmitAsync(plan, "give", ("to", "one"), ("partner", "nobody"), ("reason", "deal"))).ShouldShow("plan", 422).Element("partner-error");
        (await writer.SubmitAsync(plan, "give", ("reason", "for all"))).Location.ShouldEndWith("?done=plan-given");

        host.Time.Advance(TimeSpan.FromMinutes(1));
        await CloseAsync(world, trader.Id, 77_002, 2);
        host.Time.Advance(TimeSpan.FromDays(1));
        using var partners = await desk.SignInAsync(StaffRoles.Partners); // the session of the day before has ended
        using var operations = await desk.SignInAsync(StaffRoles.Operations);
        var today = host.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var list = (await partners.GetAsync("/console/partner-statements")).ShouldShow("runs");
        (await partners.SubmitAsync(list, "run", ("broker", world.Broker.Name.Value), ("from", today), ("until", today))).ShouldShow("runs", 422).Element("from-error");
        (await partners.SubmitAsync(list, "run", ("broker", world.Broker.Name.Value), ("from", "2026-01-01"), ("until", today))).Location.ShouldEndWith("?done=run-begun");
        await Until.TrueAsync(async () => (list = await partners.GetAsync("/console/partner-statements?state=draft")).Find("statement-row") is not null);
        list.Element("statement-row").TextContent.ShouldContain("13.00");
        list.Element("run-state").TextContent.ShouldBe("Done");

        var url = list.Element("statement-row").QuerySelector("a")!.GetAttribute("href")!;
        var statement = (await partners.GetAsync(url)).ShouldShow("statement");
        statement.Element("line-row").TextContent.ShouldContain("2 lots of EURUSD closed: 13.00 EUR; level 1 gets 100 % by version 1 of Standard");
        (await partners.SubmitAsync(statement, "hold")).ShouldShow("statement", 422).Element("reason-error");
        (await partners.SubmitAsync(statement, "hold", ("reason", "Looks odd"))).Location.ShouldEndWith("?done=statement-hold");
        statement = (await partners.GetAsync(url)).ShouldShow("hold");
        (await partners.SubmitAsync(statement, "release", ("reason", "Is fine"))).Location.ShouldEndWith("?done=statement-release");
        (await operations.GetAsync(url)).Find("approve").ShouldBeNull();
        (await partners.SubmitAsync(await partners.GetAsync(url), "approve")).Location.ShouldEndWith("?done=statement-approve");
        (await partners.GetAsync(url)).Find("pay").ShouldBeNull();
        statement = await operations.GetAsync(url);
        (await operations.SubmitAsync(statement, "pay")).Location.ShouldEndWith("?done=statement-pay");
        (await operations.SubmitAsync(statement, "pay")).Location.ShouldEndWith("?done=repeated");
        (await operations.GetAsync(url)).Element("state").TextContent.ShouldBe("Being paid");
        (await desk.ListAuditAsync()).Select(static entry => entry.Act).Where(static act => act.StartsWith("statement", StringComparison.Ordinal) || act.StartsWith("plan", StringComparison.Ordinal))
            .ShouldBe(["statement.pay", "statement.approve", "statement.release", "statement.hold", "statements.run", "plan.assign", "plan.add"]);
    }

    [Fact] // INV-2
    public async Task Lists_show_what_counts_now_at_each_broker()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var (first, second) = (desk.Crm.Broker(0), desk.Crm.Broker(1));
        var begin = host.Time.GetUtcNow();
        foreach (var broker in new[] { first, second })
        {
            var plan = (await Plans.AddAsync(broker, "Standard", Terms(5), ByEve, CancellationToken.None)).ShouldBeOfType<PlanResult.Done>().Plan.Id;
            await Plans.ChangeAsync(broker, plan, Terms(6), begin.AddDays(7), ByEve, CancellationToken.None);
            await Plans.ChangeAsync(broker, plan, Terms(7), from: null, ByEve, CancellationToken.None);
            await Plans.AssignAsync(broker, partnerId: null, plan, broker == first ? null : begin.AddDays(1), ByEve, CancellationToken.None);
        }

        using var early = await desk.SignInAsync(StaffRoles.Partners);
        var list = await early.GetAsync("/console/partner-plans");
        list.Document.QuerySelectorAll("[data-testid=plan-row]").Select(static row => (row.TextContent.Contains("7 EUR a lot", StringComparison.Ordinal), row.TextContent.Contains("For all", StringComparison.Ordinal)))
            .ShouldBe([(true, false), (true, true)]); // the newest first
        host.Time.Advance(TimeSpan.FromDays(8));
        using var late = await desk.SignInAsync(StaffRoles.Partners);
        list = await late.GetAsync("/console/partner-plans");
        list.Document.QuerySelectorAll("[data-testid=plan-row]").ShouldAllBe(static row => row.TextContent.Contains("6 EUR a lot", StringComparison.Ordinal) && row.TextContent.Contains("For all", StringComparison.Ordinal));
        var page = await late.GetAsync(list.Document.QuerySelector("[data-testid=plan-row] a")!.GetAttribute("href")!);
        page.Document.QuerySelectorAll("[data-testid=version]").Single(static card => card.TextContent.Contains("Counts now", StringComparison.Ordinal)).TextContent.ShouldContain("Version 2");

        foreach (var (broker, from) in new[] { (first, begin.AddDays(-9)), (second, begin.AddDays(-8)), (first, begin.AddDays(-7)) })
        {
            await host.Services.GetRequiredService<RunStore>().BeginAsync(broker.Id, from, begin, "eve", also: null, CancellationToken.None);
            await Until.TrueAsync(async () => await host.Services.GetRequiredService<RunStore>().FindOpenAsync(broker.Id, CancellationToken.None) is null);
        }

        var rows = (await late.GetAsync("/console/partner-statements")).Document.QuerySelectorAll("[data-testid=run-row]").Select(static row => row.TextContent).ToList();
        rows.Count.ShouldBe(2);
        rows.ShouldContain(row => row.Contains($"{begin.AddDays(-7):yyyy-MM-dd} to", StringComparison.Ordinal));
        rows.ShouldContain(row => row.Contains($"{begin.AddDays(-8):yyyy-MM-dd} to", StringComparison.Ordinal));
    }

    private static PlanAct ByEve => new("eve", "agreed", Also: null);

    private RewardPlanService Plans => host.Services.GetRequiredService<RewardPlanService>();

    private static RewardTerms Terms(decimal amount) => new() { Currency = "EUR", Levels = [100], PerLot = new() { Amount = amount } };

    private Task<int> AddAccountAsync(PartnerDeskWorld world, long userId, long login) => host.Database.WriteAsync(
        session => session.ExecuteAsync(
            "insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at) values (@Id, @userId, @login, @environment, 'EUR', @now)",
            new { world.Broker.Id, userId, login, environment = world.Broker.Settings.Platform.EnvironmentName, now = host.Time.GetUtcNow() }),
        CancellationToken.None);

    private Task<bool> CloseAsync(PartnerDeskWorld world, long userId, long login, decimal lots) => host.Database.WriteAsync(
        async session => await FactStore.AddTradeAsync(session, new()
        {
            BrokerId = world.Broker.Id, UserId = userId, DealId = 1, PositionId = 1, Symbol = "EURUSD", Volume = RewardMoney.Cut(lots * 100_000), Lots = RewardMoney.Cut(lots),
            AccountId = await session.GetAsync<long>("select id from accounts where broker_id = @Id and trader_login = @login", new { world.Broker.Id, login }),
            ClosedAt = host.Time.GetUtcNow(), Commission = 0, DepositCurrency = "EUR", RecordedAt = host.Time.GetUtcNow(),
        }),
        CancellationToken.None);
}
