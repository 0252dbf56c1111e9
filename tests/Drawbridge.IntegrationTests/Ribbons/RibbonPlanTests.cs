using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Ribbons.Audiences;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.UserTags;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Ribbons;

/// <summary>Who gets which ribbons, and what the platform is told of it.</summary>
public abstract class RibbonPlanTests(RibbonHost host)
{
    [Fact] // FLOW-RIBBON-1, FLOW-RIBBON-2, FLOW-RIBBON-7, FLOW-RIBBON-8, B2P-3.9-17
    public async Task A_campaign_reaches_its_traders_once_and_a_pause_takes_it_back()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var users = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            users.Add(await crm.NewUserAsync());
        }

        var campaign = await host.StartCampaignAsync(crm, RibbonHost.NewContent());
        foreach (var user in users)
        {
            await host.UntilShownAsync(user, "Verify your account");
        }

        var ribbon = host.Platform.Ribbons[users[0]].ShouldHaveSingleItem();
        ((string)ribbon["brokerName"]!).ShouldBe(crm.Broker().Name.Value);
        ((string)ribbon["color"]!).ShouldBe("#1d4ed8");
        ((bool)ribbon["enabled"]!).ShouldBeTrue();
        ((bool)ribbon["closable"]!).ShouldBeTrue();
        ((string)ribbon["action"]!["urlinApp"]!).ShouldBe("https://broker.example.test/inapp/kyc");
        await UntilInStepAsync(crm, 20);
        (await host.Progress.OfCampaignAsync(campaign.Id, CancellationToken.None)).ShouldSatisfyAllConditions(
            static one => one.Planned.ShouldBe(20), static one => one.Delivered.ShouldBe(20), static one => one.Waiting.ShouldBe(0), static one => one.Failures.ShouldBeEmpty());
        CallsTo(users).ShouldBe(20, "nobody is sent the same set twice");

        // Looking at everybody again finds nothing to send.
        await host.Campaigns.WriteAsync(RibbonHost.EditorOf(crm, "ann"), campaign.Id, null, RibbonHost.NewContent() with { Name = "Another name" }, (_, _) => Task.CompletedTask, CancellationToken.None);
        await host.DoAsync(crm, campaign.Id, CampaignAct.Submit);
        await host.DoAsync(crm, campaign.Id, CampaignAct.Approve);
        await host.PlanAsync();
        CallsTo(users).ShouldBe(20);

        await host.DoAsync(crm, campaign.Id, CampaignAct.Pause);
        foreach (var user in users)
        {
            await host.UntilShownAsync(user);
        }

        host.Platform.Seen.Last(request => request.Call == "3.9").Body.ShouldContain("\"rules\":{}");
        await UntilInStepAsync(crm, 20);
        await host.DoAsync(crm, campaign.Id, CampaignAct.Resume);
        await host.UntilShownAsync(users[^1], "Verify your account");
    }

    [Fact]
    public async Task Each_condition_of_an_audience_counts_explains_and_plans_the_same()
    {
        var crm = await host.NewCrmAtPlatformAsync(change: static settings => settings with { Kyc = settings.Kyc with { Levels = [new() { Id = "basic", Title = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Basic" }, Steps = [] }] } });
        var (yes, no, broker) = (await crm.NewUserAsync(), await crm.NewUserAsync(), crm.Broker());
        var (yesId, noId) = (await host.UserIdAsync(crm, yes), await host.UserIdAsync(crm, no));
        await SetUpAsync(crm, yesId, yes);
        var audiences = new (string Name, RibbonAudience Audience)[]
        {
            ("language", new() { Languages = ["de"] }),
            ("tag", new() { Tags = ["vip", "other"] }),
            ("partner", new() { Partners = ["p1"] }),
            ("any partner", new() { HasPartner = true }),
            ("old", new() { SignedUpBeforeDays = 10 }),
            ("kyc", new() { KycLevel = "basic", KycApproved = true }),
            ("deposited", new() { HasDeposited = true }),
            ("lately", new() { FirstDepositWithinDays = 3 }),
            ("amount", new() { DepositedCurrency = "EUR", DepositedAtLeast = 99.99m, DepositedAtMost = 100 }),
            ("account", new() { Accounts = new() { Demo = false, Products = ["pro"], Currencies = ["EUR"], Logins = [9_000_000 + yes] } }),
        };
        foreach (var (name, audience) in audiences)
        {
            var content = RibbonHost.NewContent(name, audience);
            (await host.Audiences.CountAsync(broker, 0, content, CancellationToken.None)).ShouldBe(1, name);
            (await host.Audiences.ExplainAsync(broker, 0, content, yesId, CancellationToken.None)).ShouldAllBe(static reason => reason.Holds);
            (await host.Audiences.ExplainAsync(broker, 0, content, noId, CancellationToken.None)).ShouldContain(static reason => !reason.Holds, name);
        }

        foreach (var (name, audience) in new (string, RibbonAudience)[]
        {
            ("without tag", new() { WithoutTags = ["vip"] }), ("no partner", new() { HasPartner = false }), ("new", new() { SignedUpWithinDays = 2 }),
            ("no kyc", new() { KycLevel = "basic", KycApproved = false }), ("no deposit", new() { HasDeposited = false }), ("little", new() { DepositedCurrency = "EUR", DepositedAtMost = 99 }),
        })
        {
            (await host.Audiences.ExplainAsync(broker, 0, RibbonHost.NewContent(name, audience), noId, CancellationToken.None)).ShouldAllBe(static reason => reason.Holds);
            (await host.Audiences.ExplainAsync(broker, 0, RibbonHost.NewContent(name, audience), yesId, CancellationToken.None)).ShouldContain(static reason => !reason.Holds, name);
        }

        await host.StartCampaignAsync(crm, RibbonHost.NewContent("For VIPs", new() { Languages = ["de"], Tags = ["vip"], HasDeposited = true }));
        await host.UntilShownAsync(yes, "For VIPs");
        await host.PlanAsync();
        host.ShownTo(no).ShouldBeNull("who is in no audience is never called about");
    }

    [Fact]
    public async Task What_changes_of_a_trader_changes_the_ribbons_without_looking_at_everybody()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var id = await host.UserIdAsync(crm, user);
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Hello VIP", new() { Tags = ["vip"] }));
        await host.PlanAsync();
        var looked = (await host.Progress.FindPassAsync(crm.Broker().Id, CancellationToken.None))!;
        var tags = host.Services.GetRequiredService<UserTagStore>();

        (await tags.AddAsync(crm.Broker().Id, id, "vip", _ => Task.CompletedTask, CancellationToken.None)).ShouldBe(TagOutcome.Changed);
        await host.UntilShownAsync(user, "Hello VIP");
        (await tags.RemoveAsync(crm.Broker().Id, id, "vip", _ => Task.CompletedTask, CancellationToken.None)).ShouldBe(TagOutcome.Changed);
        await host.UntilShownAsync(user);

        (await host.Progress.FindPassAsync(crm.Broker().Id, CancellationToken.None))!.LookedAt.ShouldBe(looked.LookedAt);
    }

    [Fact] // BID-44, BID-45, B2P-3.9-14..16
    public async Task One_user_of_two_brokers_has_one_set_with_the_ribbons_of_both()
    {
        var crm = await host.NewCrmAtPlatformAsync(brokers: 2);
        var user = await crm.NewUserAsync();
        await crm.NewUserAsync(broker: 1, ctraderUserId: user);
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("From one"));
        await host.UntilShownAsync(user, "From one");
        var second = await host.StartCampaignAsync(crm, RibbonHost.NewContent("From the other", priority: 90), broker: 1);
        await host.UntilShownAsync(user, "From the other", "From one");
        host.Platform.Ribbons[user].Select(static ribbon => (string)ribbon["brokerName"]!).ShouldBe([crm.Broker(1).Name.Value, crm.Broker().Name.Value]);

        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Everywhere", scope: RibbonScope.Crm));
        await host.UntilShownAsync(user, "From the other", "From one", "Everywhere");
        host.Platform.Ribbons[user][2].ContainsKey("brokerName").ShouldBeFalse();

        await host.DoAsync(crm, second.Id, CampaignAct.End);
        await host.UntilShownAsync(user, "From one", "Everywhere");
    }

    [Fact] // B2P-3.9-12, B2P-3.9-14
    public async Task An_account_campaign_shows_for_each_account_that_fits()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var id = await host.UserIdAsync(crm, user);
        await AddAccountAsync(crm, id, 1_000 + user, ctid: 71, "EUR");
        await AddAccountAsync(crm, id, 2_000 + user, ctid: 72, "USD");
        await AddAccountAsync(crm, id, 3_000 + user, ctid: 73, "EUR");
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Euros", new() { Accounts = new() { Currencies = ["EUR"] } }, scope: RibbonScope.Account));
        await host.UntilShownAsync(user, "Euros", "Euros");
        host.Platform.Ribbons[user].Select(static ribbon => (string)ribbon["ctidTraderAccountId"]!).ShouldBe(["71", "73"]);
    }

    [Fact]
    public async Task Of_many_the_greatest_priorities_are_shown()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        foreach (var (title, priority) in new[] { ("d", 10), ("b", 50), ("a", 90), ("c", 50) })
        {
            await host.StartCampaignAsync(crm, RibbonHost.NewContent(title, priority: priority));
        }

        await host.UntilShownAsync(user, "a", "b", "c");
    }

    [Fact] // MOD-10, MOD-24, DEC-42
    public async Task Switching_ribbons_off_clears_them_and_on_again_brings_them_back()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Hello"));
        await host.UntilShownAsync(user, "Hello");

        await SwitchAsync(crm, static settings => settings with { Identity = IdentityOption.Handoff });
        await host.UntilShownAsync(user);
        await SwitchAsync(crm, static settings => settings);
        await host.UntilShownAsync(user, "Hello");
        await SwitchAsync(crm, static settings => settings with { Modules = settings.Modules with { Ribbons = false } });
        await host.UntilShownAsync(user);
        var refused = await host.Campaigns.AddAsync(
            RibbonHost.EditorOf(crm, "ann"), crm.Broker(), RibbonHost.NewContent(), null, (_, _) => Task.CompletedTask, CancellationToken.None);
        refused.ShouldBeOfType<CampaignResult.Invalid>().Faults.ShouldContain(static fault => fault.Field == "brokerName");
    }

    [Fact]
    public async Task A_schedule_turns_ribbons_on_and_off_at_its_times()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var start = host.Time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(9);
        await host.StartCampaignAsync(
            crm,
            RibbonHost.NewContent("Daily") with { Schedule = new() { TimeZone = "Europe/Berlin", Start = DateTime.SpecifyKind(start, DateTimeKind.Unspecified), From = new(9, 0), Until = new(17, 0), DaysPerTrader = 2 } });
        await host.PlanAsync();
        host.ShownTo(user).ShouldBeNull();

        await AdvanceToAsync(start.AddHours(-1)); // Berlin is an hour ahead in winter
        await host.UntilShownAsync(user, "Daily");
        await AdvanceToAsync(start.AddHours(7));
        await host.UntilShownAsync(user);
        await AdvanceToAsync(start.AddHours(23));
        await host.UntilShownAsync(user, "Daily");
        await AdvanceToAsync(start.AddHours(31));
        await host.UntilShownAsync(user);
        await AdvanceToAsync(start.AddHours(47));
        await host.PlanAsync();
        (await host.Progress.CompareAsync(crm.Broker().Id, CancellationToken.None)).InStep.ShouldBe(1, "on the third day this trader has seen it on two");
        host.ShownTo(user).ShouldBeEmpty();
    }

    [Fact] // BID-44
    public async Task Two_people_are_needed_and_nothing_counts_before()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var ann = RibbonHost.EditorOf(crm, "ann");
        var draft = (await host.Campaigns.AddAsync(ann, crm.Broker(), RibbonHost.NewContent("First"), "key", (_, _) => Task.CompletedTask, CancellationToken.None)).ShouldBeOfType<CampaignResult.Changed>().Campaign;
        (await host.Campaigns.AddAsync(ann, crm.Broker(), RibbonHost.NewContent("First"), "key", (_, _) => Task.CompletedTask, CancellationToken.None)).ShouldBeOfType<CampaignResult.Unchanged>().Campaign.Id.ShouldBe(draft.Id);
        (await ActAsync(CampaignAct.Approve, "bob")).ShouldBeOfType<CampaignResult.WrongState>();
        (await ActAsync(CampaignAct.Submit, "ann")).ShouldBeOfType<CampaignResult.Changed>();
        (await ActAsync(CampaignAct.Approve, "ANN")).ShouldBeOfType<CampaignResult.SamePerson>();
        (await ActAsync(CampaignAct.Approve, "bob", draft.Revision)).ShouldBeOfType<CampaignResult.WrongState>("it was changed since");
        (await ActAsync(CampaignAct.Approve, "bob")).ShouldBeOfType<CampaignResult.Changed>();
        await host.UntilShownAsync(user, "First");

        await host.Campaigns.WriteAsync(ann, draft.Id, null, RibbonHost.NewContent("Second"), (_, _) => Task.CompletedTask, CancellationToken.None);
        await host.PlanAsync();
        host.ShownTo(user).ShouldBe(["First"], "what was approved stays in force");
        await ActAsync(CampaignAct.Submit, "ann");
        await ActAsync(CampaignAct.Approve, "bob");
        await host.UntilShownAsync(user, "Second");

        var other = await host.NewCrmAtPlatformAsync();
        (await host.Campaigns.DoAsync(RibbonHost.EditorOf(other, "eve"), draft.Id, null, CampaignAct.End, (_, _) => Task.CompletedTask, CancellationToken.None)).ShouldBeOfType<CampaignResult.NotFound>();

        Task<CampaignResult> ActAsync(CampaignAct act, string by, long? revision = null) =>
            host.Campaigns.DoAsync(RibbonHost.EditorOf(crm, by), draft.Id, revision, act, (_, _) => Task.CompletedTask, CancellationToken.None);
    }

    private int CallsTo(List<long> users) => host.Platform.Seen.Count(request => request.Call == "3.9" && users.Exists(user => request.Body.Contains($"\"userId\":{user},", StringComparison.Ordinal)));

    private async Task UntilInStepAsync(TestCrm crm, long count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await host.Progress.CompareAsync(crm.Broker().Id, CancellationToken.None)).InStep != count)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>In steps that every timer on the way can follow.</summary>
    private async Task AdvanceToAsync(DateTime utc)
    {
        host.Time.Advance(new DateTimeOffset(utc, TimeSpan.Zero) - host.Time.GetUtcNow());
        await host.PlanAsync();
    }

    private async Task SwitchAsync(TestCrm crm, Func<BrokerSettings, BrokerSettings> change)
    {
        var settings = change(crm.Configuration.Brokers[0].Settings);
        await host.ApplyAsync(crm.Configuration with { Brokers = [crm.Configuration.Brokers[0] with { Settings = settings }] });
        await host.UntilAsync(() => crm.Broker().Settings.Modules.Ribbons == settings.Modules.Ribbons && crm.Broker().Settings.Identity == settings.Identity);
        await host.PlanAsync();
    }

    private Task<int> AddAccountAsync(TestCrm crm, long userId, long login, long? ctid, string currency, string product = "") => host.Database.WriteAsync(
        session => session.ExecuteAsync(
            """
            insert into accounts (broker_id, user_id, trader_login, ctid_trader_account_id, environment_name, deposit_currency, product, created_at)
            values (@Id, @userId, @login, @ctid, 'live', @currency, @product, @now)
            """,
            new { crm.Broker().Id, userId, login, ctid, currency, product, now = host.Time.GetUtcNow() }),
        CancellationToken.None);

    private async Task SetUpAsync(TestCrm crm, long userId, long ctraderUserId)
    {
        var now = host.Time.GetUtcNow();
        await host.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "update users set preferred_language = 'de', partner_id = 'p1', created_at = @created where id = @userId", new { userId, created = now.AddDays(-30) });
                await session.ExecuteAsync("insert into user_tags (broker_id, user_id, tag, tagged_at) values (@Id, @userId, 'vip', @now)", new { crm.Broker().Id, userId, now });
                await session.ExecuteAsync(
                    """
                    insert into kyc_cases (broker_id, user_id, level, round, reference, state, revision, submissions, created_at, updated_at)
                    values (@Id, @userId, 'basic', 1, @reference, 4, 0, 1, @now, @now)
                    """,
                    new { crm.Broker().Id, userId, reference = $"K-{ctraderUserId}", now });
                foreach (var (kind, state, amount) in new[] { (1, 7, 15_000), (2, 16, 5_000), (1, 2, 7_000) })
                {
                    await session.ExecuteAsync(
                        """
                        insert into payments (broker_id, user_id, kind, reference, trader_login, currency, money_digits, amount, method, provider, state, revision, submission_key, created_at, updated_at)
                        values (@Id, @userId, @kind, @reference, 1, 'EUR', 2, @amount, 'card', 'sandbox', @state, 0, @reference, @now, @now)
                        """,
                        new { crm.Broker().Id, userId, kind, state, amount, reference = $"{ctraderUserId}-{kind}-{state}", now });
                }
            },
            CancellationToken.None);
        await AddAccountAsync(crm, userId, 9_000_000 + ctraderUserId, ctid: null, "EUR", "pro");
    }

    public sealed class OnSqlite(SqliteRibbonHost host) : RibbonPlanTests(host), IClassFixture<SqliteRibbonHost>;

    public sealed class OnPostgres(PostgresRibbonHost host) : RibbonPlanTests(host), IClassFixture<PostgresRibbonHost>;
}
