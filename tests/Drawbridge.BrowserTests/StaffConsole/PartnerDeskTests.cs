using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Broker.Partners.Attribution;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Partners.Reports.Counting;
using Drawbridge.Broker.Users;
using Drawbridge.BrowserTests.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.StaffConsole;

/// <summary>The partner desk of the console.</summary>
public sealed class PartnerDeskTests(Machine machine)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IServiceProvider Services => machine.Up.Broker;

    private BrokerEntity Broker => Get<BrokerDirectory>().Current.FindBroker(DemoNames.TradingTech)!;

    // INV-2, INV-3
    [Fact]
    public async Task Staff_approves_a_partner_and_moves_one()
    {
        var (ann, bob) = (await NewPartnerAsync("Ann Archer"), await NewPartnerAsync("Bob Baker", isDecided: false));
        await using var visit = await OpenAsync();
        var desk = new ConsolePages(visit);
        await desk.SignInAsync();

        await desk["nav-partners"].ClickAsync();
        await desk["status-pending"].ClickAsync();
        await desk["q"].FillAsync(bob.Identifier);
        await desk["find"].ClickAsync();
        await Expect(desk["partner-row"]).ToHaveCountAsync(1);
        await desk.ShouldBeFineAsync("console-partners");
        await desk["partner-row"].GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await desk.ShouldBeFineAsync("console-partner-pending");
        await desk["reason-approve"].FillAsync("Known from the trade fair");
        await desk["approve"].DblClickAsync();
        await Expect(desk["notice"]).ToContainTextAsync("Approved");
        await Expect(desk["state"]).ToHaveTextAsync("Active");

        await desk["parent"].FillAsync(bob.Identifier);
        await desk["reason-move"].FillAsync("Asked by mail");
        await desk["move"].ClickAsync();
        await Expect(desk["parent-error"]).ToHaveTextAsync("A partner cannot stand under itself.");
        await desk["parent"].FillAsync(ann.Identifier);
        await desk["move"].ClickAsync();
        await Expect(desk["notice"]).ToContainTextAsync("Moved");
        await Expect(desk["above-row"]).ToContainTextAsync("Ann Archer");
        await desk.OpenAsync($"/partners/{ann.Id}");
        await desk["parent"].FillAsync(bob.Identifier);
        await desk["reason-move"].FillAsync("By mistake");
        await desk["move"].ClickAsync();
        await Expect(desk["parent-error"]).ToContainTextAsync("as Bob Baker stands under Ann Archer. Move Bob Baker elsewhere first.");
        await desk.ShouldBeFineAsync("console-partner");
        await desk["tab-network"].ClickAsync();
        await Expect(desk["below-row"]).ToContainTextAsync("Bob Baker");
        await desk.ShouldBeFineAsync("console-partner-network");
        await desk.OpenAsync($"/partners/{bob.Id}/history");
        await Expect(desk["decisions"]).ToContainTextAsync("Known from the trade fair");
        await desk.ShouldBeFineAsync("console-partner-history");
    }

    // INV-6, FLOW-ATTR1-10
    [Fact]
    public async Task Claims_that_do_not_count_are_explained()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var ann = await NewPartnerAsync("Ann Archer", $"ann{mark}@fraud.test");
        await NewUserAsync($"twice{mark}@fraud.test");
        var (herself, twice) = (await NewUserAsync($"ann{mark}+second@fraud.test", ann.Identifier), await NewUserAsync($"twice{mark}+bonus@fraud.test", ann.Identifier));
        var (stuffed, late) = (await NewUserAsync($"stuffed{mark}@fraud.test"), await NewUserAsync($"late{mark}@fraud.test"));
        await ClaimAsync(stuffed, ann, AttributionSource.Link, stuffed.CreatedAt.AddMinutes(-1), AttributionFinding.NotOpened);
        await ClaimAsync(late, ann, AttributionSource.Webhook, late.CreatedAt.AddDays(40));
        await using var visit = await OpenAsync();
        var desk = new ConsolePages(visit);
        await desk.SignInAsync();
        foreach (var (trader, reason, text) in new[]
        {
            (herself, "SelfReferral", "partner and trader are the same person"), (twice, "Duplicate", "the mailbox has another trader here already"),
            (stuffed, "NotOpened", "no person opened the link as a page"), (late, "Late", "the platform could name a partner until"),
        })
        {
            await desk.OpenAsync($"/traders/{trader.Id}/attribution");
            await Expect(desk["owner"]).ToHaveTextAsync("Nobody");
            await Expect(desk.Page.Locator($"[data-testid=step][data-reason={reason}]")).ToContainTextAsync(text);
        }

        await desk.ShouldBeFineAsync("console-attribution");
        await desk["to-partner"].FillAsync(ann.Identifier);
        await desk["reason"].FillAsync("Proved by the partner's papers");
        await desk["assign"].ClickAsync();
        await Expect(desk["owner"]).ToContainTextAsync("Ann Archer");
        await desk["as-of"].FillAsync(late.CreatedAt.UtcDateTime.AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        await desk["show"].ClickAsync();
        await Expect(desk["owner"]).ToHaveTextAsync("Nobody");
        await desk.OpenAsync($"/partners/{ann.Id}/traders");
        await Expect(desk["trader-row"]).ToHaveCountAsync(1);
        await desk.ShouldBeFineAsync("console-partner-traders");
    }

    // INV-2
    [Fact]
    public async Task Figures_are_drawn_and_can_be_taken_along()
    {
        var ann = await NewPartnerAsync("Ann Archer");
        await AddClicksAsync(ann);
        for (var i = 0; i < 3; i++)
        {
            await NewUserAsync($"{Guid.NewGuid():N}@reports.test", ann.Identifier);
        }

        await Get<PartnerSweep>().RunOnceAsync(None);
        await Get<FigureCounter>().CountAsync(Broker, None);
        await using var visit = await OpenAsync();
        var desk = new ConsolePages(visit);
        await desk.SignInAsync();

        await desk.OpenAsync($"/partners/{ann.Id}/reports");
        await Expect(desk["total-sign-ups"]).ToHaveTextAsync("3");
        await Expect(desk["chart-clicks"].GetByRole(Microsoft.Playwright.AriaRole.Img)).ToBeVisibleAsync();
        await Expect(desk["by-campaign"]).ToContainTextAsync("Spring newsletter");
        await desk.ShouldBeFineAsync("console-partner-reports");
        var file = await desk.Page.RunAndWaitForDownloadAsync(() => desk["export"].ClickAsync());
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldStartWith("day,of,campaign,clicks");
        await desk.OpenAsync($"/partners/reports?broker={DemoNames.TradingTech}");
        await Expect(desk["best"]).ToContainTextAsync("Ann Archer");
        await desk.ShouldBeFineAsync("console-reports");
    }

    private Task<Visit> OpenAsync() => machine.VisitAsync(static options => options.ViewportSize = new() { Width = 1280, Height = 900 });

    private T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    private async Task<BrokerUser> NewUserAsync(string email, string? partnerId = null)
    {
        var user = new BrokerUser
        {
            BrokerId = Broker.Id, Email = email, NormalizedEmail = UserStore.Normalize(email), SecurityStamp = "x", ConcurrencyStamp = "x", PartnerId = partnerId,
            CreatedAt = Get<TimeProvider>().GetUtcNow(),
        };
        (await Get<UserStore>().TryAddAsync(user, None)).ShouldBeTrue();
        return await Get<UserStore>().GetAsync(Broker.Id, user.Id, None);
    }

    private async Task<Partner> NewPartnerAsync(string name, string? email = null, bool isDecided = true)
    {
        var user = await NewUserAsync(email ?? $"{Guid.NewGuid():N}@partners.test");
        return (await Get<PartnerService>().RegisterAsync(Broker, new(user.Id, name) { IsDecided = isDecided, By = "eve" }, also: null, None)).ShouldBeOfType<PartnerOutcome.Done>().Partner;
    }

    private Task<(AttributionResult Before, AttributionResult After)> ClaimAsync(BrokerUser user, Partner partner, AttributionSource source, DateTimeOffset at, AttributionFinding findings = AttributionFinding.None) => Get<Database>().WriteAsync(
        session => Get<AttributionStore>().AddAsync(session, Broker.Id, user.Id, new AttributionClaim(partner.Id, source, at) { Findings = findings }), None);

    private Task<long> AddClicksAsync(Partner partner) => Get<Database>().WriteAsync(
        async session =>
        {
            var now = Get<TimeProvider>().GetUtcNow();
            var link = await session.GetAsync<long>(
                "insert into partner_links (broker_id, partner_id, slug, name, target, created_at) values (@BrokerId, @Id, @slug, 'Spring newsletter', 1, @now) returning id",
                new { partner.BrokerId, partner.Id, slug = Guid.NewGuid().ToString("N"), now });
            for (var day = 0; day < 30; day++)
            {
                for (var i = 0; i < 4 + (day * 7 % 11); i++)
                {
                    await session.ExecuteAsync(
                        """
                        insert into partner_clicks (broker_id, partner_id, link_id, reference, visitor, counted, findings, occurred_at, last_at)
                        values (@BrokerId, @Id, @link, @reference, @visitor, true, 0, @at, @at)
                        """,
                        new { partner.BrokerId, partner.Id, link, reference = Guid.NewGuid().ToString("N"), visitor = Guid.NewGuid().ToByteArray(), at = now.AddDays(-day) });
                }
            }

            return link;
        },
        None);
}
