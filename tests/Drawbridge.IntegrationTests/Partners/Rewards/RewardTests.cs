using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.Partners.Rewards.Earning;
using Drawbridge.Broker.Partners.Rewards.Statements;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Screens;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Payments;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners.Rewards;

/// <summary>Plans, rewards, statements and payouts by the management API, on SQLite (INV-2).</summary>
public sealed class SqliteRewardTests(CashierHost host) : RewardTests(host), IClassFixture<CashierHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresRewardTests(PostgresCashierHost host) : RewardTests(host), IClassFixture<PostgresCashierHost>;

public abstract class RewardTests(CashierHost host)
{
    private static readonly object _perLot = new { currency = "EUR", levels = new[] { 70, 30 }, perLot = new { amount = 10, groups = new[] { new { symbols = new[] { "XAU*" }, amount = 20 } } } };

    [Fact] // INV-2, INV-3, FLOW-DEPOSIT-5
    public async Task A_closed_position_is_earned_by_stated_agreed_to_by_two_and_paid_once()
    {
        var world = await RewardWorld.StartAsync(host, static rewards => rewards with { FourEyes = true });
        await world.PlanAsync(_perLot);
        var trader = await world.NewTraderAsync(world.Ann.Id);
        (await world.CloseAsync(trader, 1.5m, deal: 77)).ShouldBeTrue();
        (await world.CloseAsync(trader, 1.5m, deal: 77)).ShouldBeFalse("each deal counts once");
        await world.CloseAsync(trader, 0.013m, symbol: "XAUUSD");

        var run = await world.RunAsync();
        var statements = await world.StatementsAsync(run);
        statements.Select(static one => ((string)one["partnerName"]!, (decimal)one["amount"]!, (string)one["state"]!))
            .ShouldBe([("Ann", 10.68m, "draft"), ("Bob", 4.57m, "draft")], ignoreOrder: true);

        // 10.682 and 4.578: what no account can take waits for the next statement.
        var ann = statements.Single(static one => (string)one["partnerName"]! == "Ann");
        var lines = (await world.AskAsync(HttpMethod.Get, $"partner-statements/{ann["id"]}/lines")).Json["lines"]!.AsArray();
        lines.Sum(static line => (decimal)line!["amount"]!).ShouldBe((decimal)ann["amount"]!);
        lines.Select(static line => (string)line!["text"]!).ShouldBe(
        [
            "Carried over to the next statement: less than a cent",
            "0.013 lots of XAUUSD closed: 0.26 EUR; level 1 gets 70 % by version 1 of Standard",
            "1.5 lots of EURUSD closed: 15.00 EUR; level 1 gets 70 % by version 1 of Standard",
        ]);
        (await world.RewardsAsync(world.Ann.Id))["earnings"]!.ToJsonString().ShouldBe("""[{"currency":"EUR","onNoStatement":0.002,"toBePaid":10.68,"paid":0}]""");

        var path = $"partner-statements/{ann["id"]}";
        (await world.AskAsync(HttpMethod.Post, $"{path}/pay")).Status.ShouldBe(HttpStatusCode.Conflict);
        ((string)(await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "eve" })).Json["statement"]!["state"]!).ShouldBe("draft");
        (await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "Eve" })).Body.ShouldContain("somebody else has to");
        ((string)(await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "joe" })).Json["statement"]!["state"]!).ShouldBe("approved");
        var before = await host.BalanceAsync(world.Ann.Login);
        var paid = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.AskAsync(HttpMethod.Post, $"{path}/pay", new { by = "joe" }, "key-" + path)));
        paid.ShouldAllBe(static answer => answer.Status == HttpStatusCode.OK);
        await Until.TrueAsync(async () => (string)(await world.AskAsync(HttpMethod.Get, path)).Json["statement"]!["state"]! == "paid");
        await Handler<StatementPayout>().HandleAsync(new Job { Queue = "partner-payouts", Payload = $"{world.Broker.Id} {ann["id"]}" }, CancellationToken.None);

        (await host.BalanceAsync(world.Ann.Login)).ShouldBe(before + 1068);
        (await world.AskAsync(HttpMethod.Post, $"{path}/pay")).Status.ShouldBe(HttpStatusCode.Conflict);
        var books = await host.Services.GetRequiredService<LedgerStore>().ListBalancesAsync(world.Broker.Id, CancellationToken.None);
        books.Select(static account => (account.Account, account.Amount)).ShouldBe([($"account:{world.Ann.Login}", -1068), ("in-flight", 0), ("partner-rewards", 1068)], ignoreOrder: true);
        (await CountAsync("select count(*) from partner_deposits where broker_id = @Id", world)).ShouldBe(0, "what partners are paid is no deposit");
    }

    [Fact] // INV-2, SCR-43
    public async Task What_a_partner_is_paid_is_no_deposit_wherever_deposits_count()
    {
        var world = await RewardWorld.StartAsync(host);
        await world.PlanAsync(new { currency = "EUR", perLot = new { amount = 10 }, cpa = new { amount = 150, minimumDeposit = 1, withinDays = 30 } });
        ((int)(await world.AskAsync(HttpMethod.Put, $"traders/{world.Ann.UserId}/attribution", new { partner = world.Bob.Id, reason = "brought by" })).Status).ShouldBe(200);
        await world.CloseAsync(await world.NewTraderAsync(world.Ann.Id), 5);
        var statement = (await world.StatementsAsync(await world.RunAsync())).ShouldHaveSingleItem();
        var path = $"partner-statements/{statement["id"]}";
        await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "eve" });
        await world.AskAsync(HttpMethod.Post, $"{path}/pay", new { by = "joe" });
        await Until.TrueAsync(async () => (string)(await world.AskAsync(HttpMethod.Get, path)).Json["statement"]!["state"]! == "paid");
        await WorkAsync(world);

        // Facts, of which reports and qualifications are made; and with them nobody has brought a depositor.
        (await CountAsync("select count(*) from partner_deposits where broker_id = @Id", world)).ShouldBe(0);
        (await AmountsAsync(world, world.Bob.Id)).ShouldBeEmpty("Ann has not qualified by what she was paid");

        // Audiences of ribbons.
        var audiences = host.Services.GetRequiredService<AudienceQueries>();
        foreach (var audience in new RibbonAudience[] { new() { HasDeposited = true }, new() { FirstDepositWithinDays = 3 }, new() { DepositedCurrency = "EUR", DepositedAtLeast = 0.01m } })
        {
            (await audiences.CountAsync(world.Broker, 0, new() { Audience = audience }, CancellationToken.None)).ShouldBe(0, audience.ToString());
        }

        // The funnel, though its owner looks at the payment.
        var reference = await host.Database.ReadAsync(session => session.GetAsync<string>("select reference from payments where broker_id = @Id", new { world.Broker.Id }), CancellationToken.None);
        var number = await host.Database.ReadAsync(session => session.GetAsync<long>("select ctrader_user_id from users where id = @UserId", new { world.Ann.UserId }), CancellationToken.None);
        using var browser = new Browser(host);
        await browser.GetAsync(world.Crm.LoginUrl());
        (await browser.FollowAsync(await new CashierTrader(host, world.Crm, number, broker: 0).OpenAsync(browser, "deposit", world.Ann.Login))).ShouldShow("deposit");
        (await browser.GetAsync($"{ScreenPaths.Deposit}{ScreenPaths.Payment}?{world.Crm.Names()}&reference={reference}")).ShouldShow("payment-done");
        await host.Services.GetRequiredService<FunnelRecorder>().WriteAsync(CancellationToken.None);
        (await host.Services.GetRequiredService<FunnelStore>().ListAsync(new(world.Broker.Crm.Id), new(DateOnly.MinValue, DateOnly.MaxValue), byDay: false, CancellationToken.None))
            .Where(static count => count.Flow == FunnelStep.Deposit).Select(static count => count.Step).ShouldBe(["amount"], "that page was opened; nothing was paid in");

        // And the CRM is told what it is.
        (await world.AskAsync(HttpMethod.Get, $"payments/{reference}")).Body.ShouldContain("\"kind\":\"reward\"");
    }

    [Fact] // INV-2
    public async Task What_is_done_again_brings_nothing_again()
    {
        var world = await RewardWorld.StartAsync(host);
        await world.PlanAsync(_perLot);
        await world.CloseAsync(await world.NewTraderAsync(world.Ann.Id), 1);
        var run = await world.RunAsync();
        var shown = await world.AskAsync(HttpMethod.Get, $"partner-runs/{run}");

        var again = await world.AskAsync(HttpMethod.Post, "partner-runs", new { brokerName = world.Broker.Name.Value, from = (string)shown.Json["from"]!, until = (string)shown.Json["until"]! });
        ((long)again.Json["id"]!, (string)again.Json["state"]!, (int)again.Json["percent"]!).ShouldBe((run, "done", 100));
        await Handler<RewardWork>().RunAsync(world.Broker, CancellationToken.None);
        (await world.StatementsAsync(await world.RunAsync())).ShouldBeEmpty("everything stands on a statement");
        (await CountAsync("select count(*) from partner_rewards where broker_id = @Id", world)).ShouldBe(2);

        // A line that was wrong is met by another one; with a key sent again, by one.
        var line = (long)(await world.RewardsAsync(world.Ann.Id))["rewards"]![0]!["id"]!;
        var reversed = await world.AskAsync(HttpMethod.Post, $"partner-rewards/{line}/reverse", new { reason = "churning", by = "eve" }, "k1");
        ((decimal)reversed.Json["amount"]!, (long)reversed.Json["reversesId"]!).ShouldBe((-7m, line));
        ((long)(await world.AskAsync(HttpMethod.Post, $"partner-rewards/{line}/reverse", new { reason = "churning", by = "eve" }, "k1")).Json["id"]!).ShouldBe((long)reversed.Json["id"]!);
        (await world.AskAsync(HttpMethod.Post, $"partner-rewards/{line}/reverse", new { reason = "once more" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await world.AskAsync(HttpMethod.Post, $"partner-rewards/{reversed.Json["id"]}/reverse", new { reason = "x" }, "k1")).Body.ShouldContain("used for another request");
    }

    [Fact] // INV-2, INV-6
    public async Task What_counts_is_what_held_when_the_position_was_closed()
    {
        var world = await RewardWorld.StartAsync(host);
        var plan = await world.PlanAsync(_perLot);
        var trader = await world.NewTraderAsync(world.Ann.Id);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await world.CloseAsync(trader, 1); // by the first version, for Ann under Bob
        host.Time.Advance(TimeSpan.FromMinutes(1));

        ((int)(await world.AskAsync(HttpMethod.Post, $"partner-plans/{plan}/versions", new { terms = new { currency = "EUR", perLot = new { amount = 100 } }, from = "2020-01-01T00:00:00Z" })).Status).ShouldBe(200);
        ((int)(await world.AskAsync(HttpMethod.Put, $"traders/{trader.UserId}/attribution", new { partner = world.Bob.Id, reason = "moved" })).Status).ShouldBe(200);
        ((int)(await world.AskAsync(HttpMethod.Post, $"partners/{world.Ann.Id}/suspend", new { reason = "fraud" })).Status).ShouldBe(200);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await world.CloseAsync(trader, 1); // by the second, for Bob
        await world.CloseAsync(await world.NewTraderAsync(world.Ann.Id), 1); // Ann is suspended
        await world.RunAsync();

        (await AmountsAsync(world, world.Ann.Id)).ShouldBe([7m]);
        (await AmountsAsync(world, world.Bob.Id)).ShouldBe([100m, 3m]);
    }

    [Fact] // INV-2
    public async Task Who_qualifies_brings_the_cpa_once_and_deposits_count_when_the_account_has_them()
    {
        var world = await RewardWorld.StartAsync(host);
        await world.PlanAsync(new { currency = "EUR", levels = new[] { 80, 20 }, cpa = new { amount = 150, minimumDeposit = 200, minimumLots = 1, withinDays = 30 } });
        var trader = await world.NewTraderAsync(world.Ann.Id);
        await world.CloseAsync(trader, 1);
        await world.DepositAsync(trader, 150);
        await WorkAsync(world);
        (await AmountsAsync(world, world.Ann.Id)).ShouldBeEmpty();

        await world.DepositAsync(trader, 50);
        await WorkAsync(world);
        await world.DepositAsync(trader, 500);
        await world.CloseAsync(trader, 5);
        await WorkAsync(world);

        (await AmountsAsync(world, world.Ann.Id)).ShouldBe([120m]);
        (await AmountsAsync(world, world.Bob.Id)).ShouldBe([30m]);
        ((string)(await world.RewardsAsync(world.Ann.Id))["rewards"]![0]!["text"]!).ShouldBe("A trader has qualified: 150.00 EUR; level 1 gets 80 % by version 1 of Standard");
    }

    [Fact] // INV-2
    public async Task What_lacks_a_rate_waits_for_somebody_to_give_it_one()
    {
        var world = await RewardWorld.StartAsync(host);
        await world.PlanAsync(new { currency = "GBP", revenueShare = new { percent = 50 } });
        var trader = await world.NewTraderAsync(world.Ann.Id);
        await world.CloseAsync(trader, 1, commission: 8);
        await world.CloseAsync(trader, 1, commission: 4);
        await WorkAsync(world);

        var holds = (await world.AskAsync(HttpMethod.Get, $"partner-holds?open=true&brokerName={world.Broker.Name.Value}")).Json["holds"]!.AsArray();
        holds.Select(static hold => (string)hold!["text"]!).ShouldBe(["No rate from USD to GBP is stored with it", "No rate from USD to GBP is stored with it"]);
        ((int)(await world.AskAsync(HttpMethod.Post, $"partner-holds/{holds[1]!["id"]}/release", new { rate = 0.8, reason = "rate of the day", by = "eve" })).Status).ShouldBe(200);
        ((int)(await world.AskAsync(HttpMethod.Post, $"partner-holds/{holds[0]!["id"]}/release", new { reason = "not worth it" })).Status).ShouldBe(200);
        (await world.AskAsync(HttpMethod.Post, $"partner-holds/{holds[0]!["id"]}/release", new { reason = "again" })).Status.ShouldBe(HttpStatusCode.Conflict);
        await WorkAsync(world);

        (await AmountsAsync(world, world.Ann.Id)).ShouldBe([3.2m]);
        var statement = (await world.StatementsAsync(await world.RunAsync())).ShouldHaveSingleItem();
        ((string)statement["state"]!, (string)statement["currency"]!).ShouldBe(("held", "GBP"));
        var shown = await world.AskAsync(HttpMethod.Get, $"partner-statements/{statement["id"]}");
        ((string)shown.Json["statement"]!["hold"]!).ShouldBe("The partner has no live account in GBP");
        (await world.AskAsync(HttpMethod.Post, $"partner-statements/{statement["id"]}/release", new { reason = "try" })).Body.ShouldContain("no such live account");
    }

    [Fact] // INV-2
    public async Task A_held_statement_goes_on_as_a_draft_and_has_to_be_agreed_to_again()
    {
        var world = await RewardWorld.StartAsync(host, static rewards => rewards with { MinimumPayout = 5 });
        await world.PlanAsync(_perLot);
        await world.CloseAsync(await world.NewTraderAsync(world.Ann.Id), 1);
        var statement = (await world.StatementsAsync(await world.RunAsync())).ShouldHaveSingleItem("3 of Bob's are below the minimum");
        var path = $"partner-statements/{statement["id"]}";

        await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "eve" });
        (await world.AskAsync(HttpMethod.Post, $"{path}/hold")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        ((string)(await world.AskAsync(HttpMethod.Post, $"{path}/hold", new { reason = "looks odd", by = "joe" })).Json["statement"]!["hold"]!).ShouldBe("looks odd");
        (await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "eve" })).Status.ShouldBe(HttpStatusCode.Conflict);
        ((string)(await world.AskAsync(HttpMethod.Post, $"{path}/release", new { reason = "is fine", by = "joe" })).Json["statement"]!["state"]!).ShouldBe("draft");
        var approved = await world.AskAsync(HttpMethod.Post, $"{path}/approve", new { by = "eve" });
        ((string)approved.Json["statement"]!["state"]!, approved.Json["approvals"]!.AsArray().Count).ShouldBe(("approved", 1));

        await world.CloseAsync(await world.NewTraderAsync(world.Ann.Id), 1);
        (await world.StatementsAsync(await world.RunAsync())).Select(static one => (decimal)one["amount"]!).ShouldBe([7m, 6m], ignoreOrder: true, "what waited for the minimum comes with the next");
    }

    [Fact] // INV-2
    public async Task Plans_tell_what_is_wrong_with_them_and_show_what_they_would_pay()
    {
        var world = await RewardWorld.StartAsync(host);
        var broken = await world.AskAsync(HttpMethod.Post, "partner-plans", new { brokerName = world.Broker.Name.Value, name = "X", terms = new { currency = "EUR", levels = new[] { 70, 40 }, perLot = new { amount = 1 } } });
        broken.ShouldBeRefused(400, "INVALID_REQUEST");
        broken.Body.ShouldContain("together they are 110 %");

        var preview = await world.AskAsync(HttpMethod.Post, "partner-plans/preview", new { terms = _perLot, symbol = "XAUUSD", lots = 2 });
        preview.Json["levels"]!.AsArray().Select(static level => (decimal)level!["trade"]!).ShouldBe([28m, 12m]);
        ((decimal)preview.Json["trade"]!).ShouldBe(40m);

        var id = await world.PlanAsync(_perLot);
        (await world.AskAsync(HttpMethod.Post, "partner-plans", new { brokerName = world.Broker.Name.Value, name = "Standard", terms = _perLot })).Status.ShouldBe(HttpStatusCode.Conflict);
        ((int)(await world.AskAsync(HttpMethod.Put, $"partners/{world.Ann.Id}/plan", new { planId = id, from = "2030-01-01T00:00:00Z", reason = "deal" })).Status).ShouldBe(200);
        (await world.AskAsync(HttpMethod.Get, $"partner-plans/{id}")).Json["holders"]!.AsArray().Count.ShouldBe(2);
        ((int)(await world.AskAsync(HttpMethod.Post, $"partner-plans/{id}/archive", new { reason = "old" })).Status).ShouldBe(200);
        (await world.AskAsync(HttpMethod.Put, $"partners/{world.Ann.Id}/plan", new { planId = id, reason = "deal" })).Body.ShouldContain("put away");
        ((int)(await world.AskAsync(HttpMethod.Put, $"partners/{world.Ann.Id}/plan", new { reason = "as all" })).Status).ShouldBe(204);
    }

    private T Handler<T>()
        where T : IJobHandler => host.Services.GetServices<IJobHandler>().OfType<T>().Single();

    private async Task WorkAsync(RewardWorld world)
    {
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await Handler<RewardWork>().RunAsync(world.Broker, CancellationToken.None);
        await Until.TrueAsync(async () => await CountAsync(
            "select (select count(*) from partner_trades where broker_id = @Id and rewarded_at is null) + (select count(*) from partner_deposits where broker_id = @Id and rewarded_at is null)", world) == 0);
    }

    private static async Task<decimal[]> AmountsAsync(RewardWorld world, long partner) =>
        [.. (await world.RewardsAsync(partner))["rewards"]!.AsArray().Where(static line => (string)line!["kind"]! != RewardKind.CarriedOver.ToString()).Select(static (JsonNode? line) => (decimal)line!["amount"]!)];

    private Task<long> CountAsync(string sql, RewardWorld world) => host.Database.ReadAsync(session => session.GetAsync<long>(sql, new { world.Broker.Id }), CancellationToken.None);
}
