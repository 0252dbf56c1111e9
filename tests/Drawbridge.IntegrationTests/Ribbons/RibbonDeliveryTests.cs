using System.Text.Json.Nodes;
using Drawbridge.Broker.Ribbons.Campaigns;
using Drawbridge.Broker.Ribbons.Delivery;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Ribbons;

/// <summary>What becomes of calls 3.9 that go wrong.</summary>
public abstract class RibbonDeliveryTests(RibbonHost host)
{
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(1);

    [Fact] // B2P-3.9-17
    public async Task A_call_without_an_answer_is_made_again_and_not_overtaken()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        host.Platform.Next($"3.9 {user}", Faults.ServerErrorAfter, Faults.ServerErrorAfter, Faults.ServerErrorAfter);
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("First"));
        await UntilAsync(crm, static one => one is { InDoubt: true, Due: not null, Status: "in-doubt" }, user, advance: true);

        // Another state is planned while the first may still arrive: it waits, and is then sent in its place.
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("Second", priority: 90));
        await host.PlanAsync();
        (await RecordAsync(crm, user))!.NextAttemptAt.ShouldBeGreaterThan(host.Time.GetUtcNow());
        host.Time.Advance(Settle);
        await UntilAsync(crm, static one => one.Status == "in-step", user, advance: true);
        host.ShownTo(user).ShouldBe(["Second", "First"]);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_reason_and_ends_with_another_plan()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        host.Platform.Next($"3.9 {user}", Faults.Refuse(404, "CH_USER_NOT_FOUND"));
        var campaign = await host.StartCampaignAsync(crm, RibbonHost.NewContent("First"));
        await UntilAsync(crm, static one => one is { Status: "failed", Failure: "CH_USER_NOT_FOUND", Due: null }, user);
        var progress = await host.Progress.OfCampaignAsync(campaign.Id, CancellationToken.None);
        progress.Planned.ShouldBe(1);
        progress.Delivered.ShouldBe(0);
        progress.Failures.ShouldBe([new RibbonFailure { Reason = "CH_USER_NOT_FOUND", Count = 1 }]);

        (await host.Database.WriteAsync(session => host.Progress.ResendAsync(session, crm.Broker().Crm.Id, user), CancellationToken.None)).ShouldBeTrue();
        await host.UntilShownAsync(user, "First");
        await UntilAsync(crm, static one => one is { Status: "in-step", Failure: null }, user);
    }

    [Fact] // ERR-25, B2P-0-14
    public async Task A_platform_that_is_at_its_limit_is_asked_again_later()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        host.Platform.Next($"3.9 {user}", Faults.Refuse(429, "REQUEST_FREQUENCY_EXCEEDED", retryAfter: 20));
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("First"));
        await UntilAsync(crm, static one => one is { Failure: "REQUEST_FREQUENCY_EXCEEDED", Due: not null }, user);
        host.ShownTo(user).ShouldBeNull();
        await AdvanceUntilShownAsync(user, "First");
    }

    [Fact] // FLOW-RIBBON-8
    public async Task Of_states_that_follow_fast_only_the_newest_is_sent_after_the_one_under_way()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var held = host.Platform.Hold($"3.9 {user}", after: false);
        var first = await host.StartCampaignAsync(crm, RibbonHost.NewContent("First"));
        await held.Reached;
        await host.DoAsync(crm, first.Id, CampaignAct.End);
        foreach (var title in new[] { "Second", "Third" })
        {
            var campaign = await host.StartCampaignAsync(crm, RibbonHost.NewContent(title));
            await host.PlanAsync();
            if (title == "Second")
            {
                await host.DoAsync(crm, campaign.Id, CampaignAct.End);
                await host.PlanAsync();
            }
        }

        held.Release();
        await host.UntilShownAsync(user, "Third");
        TitlesSentTo(user).ShouldBe(["First", "Third"]);
    }

    [Fact] // FLOW-RIBBON-7
    public async Task What_a_person_takes_back_goes_first_and_what_was_not_sent_yet_never_goes()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var shown = await crm.NewUserAsync();
        var taken = await host.StartCampaignAsync(crm, RibbonHost.NewContent("Taken back"));
        await host.UntilShownAsync(shown, "Taken back");
        var fresh = new List<long>();
        var held = Enumerable.Range(0, 4).Select(_ => host.Platform.Hold("3.9", after: false)).ToList();
        for (var i = 0; i < 12; i++)
        {
            fresh.Add(await crm.NewUserAsync());
        }

        // Four calls are under way, so that the others wait.
        var late = await host.StartCampaignAsync(crm, RibbonHost.NewContent("Late"));
        await Task.WhenAll(held.Select(static one => one.Reached));
        await host.PlanAsync();
        await host.DoAsync(crm, taken.Id, CampaignAct.Pause);
        await host.DoAsync(crm, late.Id, CampaignAct.Pause);
        await host.PlanAsync();
        held.ForEach(static one => one.Release());

        await host.UntilAsync(() => host.ShownTo(shown) is []);
        foreach (var user in fresh)
        {
            await host.UntilAsync(() => host.ShownTo(user) is null or []);
        }

        fresh.Count(user => TitlesSentTo(user).Any(static title => title.Contains("Late", StringComparison.Ordinal))).ShouldBeLessThanOrEqualTo(4, "only what was under way");
    }

    [Fact]
    public async Task A_claim_that_was_lost_lets_the_newest_be_sent_once_more()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var user = await crm.NewUserAsync();
        var held = host.Platform.Hold($"3.9 {user}", after: false);
        await host.StartCampaignAsync(crm, RibbonHost.NewContent("First"));
        await held.Reached;
        await host.Database.WriteAsync(session => session.ExecuteAsync("update ribbon_sets set claim = 'another node' where ctrader_user_id = @user", new { user }), CancellationToken.None);
        held.Release();
        await UntilAsync(crm, static one => one is { Status: "in-doubt", Due: not null }, user);
        host.Time.Advance(Settle);
        await UntilAsync(crm, static one => one.Status == "in-step", user);
        TitlesSentTo(user).ShouldBe(["First", "First"]);
    }

    [Fact]
    public async Task Two_planners_at_once_leave_the_newest_state()
    {
        var crm = await host.NewCrmAtPlatformAsync();
        var users = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            users.Add(await crm.NewUserAsync());
        }

        var planner = host.Services.GetRequiredService<RibbonPlanner>();
        var crmId = crm.Broker().Crm.Id;
        for (var round = 0; round < 5; round++)
        {
            var title = $"Round {round}";
            var campaign = await host.StartCampaignAsync(crm, RibbonHost.NewContent(title));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Database.WriteAsync(session => planner.PlanAsync(session, crmId, users), CancellationToken.None)));
            foreach (var user in users)
            {
                (await RecordAsync(crm, user))!.PlannedSet.Ribbons.Select(static one => one.Ribbon.Title).ShouldBe([title]);
            }

            await host.DoAsync(crm, campaign.Id, CampaignAct.End);
        }
    }

    /// <summary>The titles of each call about a user, in order.</summary>
    private IEnumerable<string> TitlesSentTo(long user) => host.Platform.Seen.Where(static request => request.Call == "3.9").Select(static request => JsonNode.Parse(request.Body)!)
        .Where(body => body["userId"]!.GetValue<long>() == user)
        .Select(static body => string.Join(", ", (body["rules"]!["ribbons"]?.AsArray() ?? []).Select(static ribbon => (string)ribbon!["title"]!)));

    private Task<RibbonRecord?> RecordAsync(TestCrm crm, long user) => host.Progress.FindAsync(crm.Broker().Crm.Id, user, CancellationToken.None);

    private async Task UntilAsync(TestCrm crm, Func<RibbonRecord, bool> wanted, long user, bool advance = false)
    {
        RibbonRecord? record = null;
        await host.UntilAsync(
            async () =>
            {
                if ((record = await RecordAsync(crm, user)) is { } now && wanted(now))
                {
                    return true;
                }

                if (advance)
                {
                    host.Time.Advance(TimeSpan.FromMilliseconds(100)); // for the pauses between attempts of one call
                }

                return false;
            },
            () => $"{record?.Status} {record?.Failure} due {record?.Due}");
    }

    /// <summary>Lets time go on while calls wait for it.</summary>
    private Task AdvanceUntilShownAsync(long user, string title) => host.UntilAsync(() =>
    {
        host.Time.Advance(TimeSpan.FromSeconds(5));
        return host.ShownTo(user)?.SequenceEqual([title]) == true;
    });

    public sealed class OnSqlite(SqliteRibbonHost host) : RibbonDeliveryTests(host), IClassFixture<SqliteRibbonHost>;

    public sealed class OnPostgres(PostgresRibbonHost host) : RibbonDeliveryTests(host), IClassFixture<PostgresRibbonHost>;
}
