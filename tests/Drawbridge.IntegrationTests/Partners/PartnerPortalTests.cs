using System.Net;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Partners;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Partners;

/// <summary>The partner's pages of the client area, on SQLite.</summary>
public sealed class SqlitePartnerPortalTests(ScreensHost host) : PartnerPortalTests(host), IClassFixture<ScreensHost>;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresPartnerPortalTests(PostgresScreensHost host) : PartnerPortalTests(host), IClassFixture<PostgresScreensHost>;

public abstract class PartnerPortalTests(ScreensHost host)
{
    [Fact] // FLOW-ATTR1-1, FLOW-ATTR1-2, FLOW-ATTR1-3, CONF-6.3.3-1
    public async Task Who_asks_is_a_partner_at_once_where_the_broker_lets_everybody()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Registration = PartnerRegistration.Open });
        var (browser, user) = await LogInAsync(world);
        using var _ = browser;
        var home = await browser.GetAsync($"/client?{world.Crm.Names()}");

        var join = (await browser.GetAsync(home.Element("partner-link").GetAttribute("href")!)).ShouldShow("partner-join");
        var joined = await browser.SubmitAsync(join, "join-submit");
        var overview = (await browser.FollowAsync(joined)).ShouldShow("partner-overview");

        var identifier = overview.Element("partner-number").TextContent;
        identifier.Length.ShouldBe(8);
        overview.Element("referral").GetAttribute("value")!.ShouldContain($"partnerId={identifier}");
        var listed = (await world.AskAsync(HttpMethod.Get, "partners")).Json["partners"]!.AsArray().ShouldHaveSingleItem()!;
        ((long)listed["traderId"]!, (string)listed["partnerId"]!, (string)listed["status"]!, (bool)listed["isAccount"]!).ShouldBe((user, identifier, "active", false));
        (await browser.SubmitAsync(join, "join-submit")).Location.ShouldStartWith("/client/partner"); // sent twice
        (await world.AskAsync(HttpMethod.Get, "partners")).Json["partners"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_or_was_not_accepted_reads_so_and_sees_no_other_page()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var (browser, _) = await LogInAsync(world);
        using var __ = browser;
        await browser.SubmitAsync(await OpenAsync(browser, world), "join-submit");

        (await OpenAsync(browser, world)).Element("partner-pending").TextContent.ShouldEndWith("You will read the decision here.");
        (await browser.GetAsync($"/client/partner/links?{world.Crm.Names()}")).Location.ShouldStartWith("/client/partner?");
        var id = (long)(await world.AskAsync(HttpMethod.Get, "partners")).Json["partners"]![0]!["id"]!;
        await world.AskAsync(HttpMethod.Post, $"partners/{id}/reject", new { reason = "unknown" });
        (await OpenAsync(browser, world)).Element("partner-rejected");
        await world.AskAsync(HttpMethod.Post, $"partners/{id}/approve", new { reason = "known" });
        (await OpenAsync(browser, world)).Element("partner-number");
        await world.AskAsync(HttpMethod.Post, $"partners/{id}/suspend", new { reason = "complaints" });
        (await OpenAsync(browser, world)).Element("partner-suspended").TextContent.ShouldContain("stays yours");
    }

    [Fact] // MOD-14
    public async Task The_programme_is_there_where_the_broker_has_it()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Registration = PartnerRegistration.Closed });
        var (browser, _) = await LogInAsync(world);
        using var __ = browser;

        (await browser.GetAsync($"/client?{world.Crm.Names()}")).Find("partner-link").ShouldBeNull();
        (await OpenAsync(browser, world)).Element("partner-closed");
        (await browser.PostAsync($"/client/partner/register?{world.Crm.Names()}", [])).Location.ShouldStartWith("/client/partner");
        (await world.AskAsync(HttpMethod.Get, "partners")).Json["partners"]!.AsArray().ShouldBeEmpty();
        await world.ChangeAsync(static settings => settings with { Modules = settings.Modules with { Invite = false } });
        (await browser.GetAsync($"/client/partner?{world.Crm.Names()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var stranger = world.NewBrowser();
        await world.ChangeAsync(static settings => settings);
        (await stranger.GetAsync($"/client/partner/traders?{world.Crm.Names()}")).Location.ShouldContain("page=%2Fclient%2Fpartner%2Ftraders");
    }

    [Fact] // FLOW-ATTR1-1, FLOW-ATTR2-1, FLOW-ATTR2-2
    public async Task Without_an_account_at_the_platform_that_comes_first()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Registration = PartnerRegistration.Open });
        using var browser = world.NewBrowser();
        var email = await PartnerScreens.SignUpAsync(browser, await browser.GetAsync(world.Crm.LoginUrl("&firstLogin=true&next=client")));
        var user = await host.FindAsync(world.Crm, email);

        var first = await OpenAsync(browser, world);
        first.Find("join-submit").ShouldBeNull();
        var way = first.Element("partner-open-account").GetAttribute("href")!;
        way.ShouldStartWith("/account/create?");
        way.ShouldContain("page=%2Fclient%2Fpartner");
        (await browser.PostAsync($"/client/partner/register?{world.Crm.Names()}", [])).Location.ShouldStartWith("/client/partner");
        (await world.AskAsync(HttpMethod.Get, "partners")).Json["partners"]!.AsArray().ShouldBeEmpty();

        // FLOW-ATTR2: the broker made the user a partner meanwhile.
        (await world.AskAsync(HttpMethod.Post, "partners", new { brokerName = world.Broker.Name.Value, traderId = user.Id, partnerId = "IB-1" })).Status.ShouldBe(HttpStatusCode.Created);
        (await OpenAsync(browser, world)).Element("partner-open-account");
        await host.Onboarding.CompleteAsync(world.Broker, user.Id);
        (await browser.GetAsync(way)).Location.ShouldStartWith("/client/partner?");
        var after = await OpenAsync(browser, world);
        after.Element("partner-number").TextContent.ShouldBe("IB-1");
        after.Find("partner-open-account").ShouldBeNull();
    }

    [Fact] // FLOW-ATTR1-2
    public async Task Each_account_can_be_a_partner_where_the_broker_says_so()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Registration = PartnerRegistration.Open, Level = PartnerLevel.Account });
        var (browser, user) = await LogInAsync(world);
        using var _ = browser;
        var accounts = host.Services.GetRequiredService<AccountStore>();
        foreach (var login in new[] { 8_100_001L, 8_100_002L })
        {
            await accounts.TryAddKnownAsync(
                world.Broker.Id, user, new() { TraderLogin = login + world.Broker.Id * 10, EnvironmentName = "live", DepositCurrency = "EUR" }, CancellationToken.None);
        }

        var one = await browser.SubmitAsync(await OpenAsync(browser, world), "join-submit");
        var overview = await browser.FollowAsync(one);
        var two = await browser.FollowAsync(await browser.SubmitAsync(overview, "join-submit"));

        (await world.AskAsync(HttpMethod.Get, "partners")).Json["partners"]!.AsArray().Count(static partner => (bool)partner!["isAccount"]!).ShouldBe(2);
        two.Document.QuerySelectorAll("[data-testid=partner-as]").Length.ShouldBe(2);
        two.Element("partner-number").TextContent.ShouldNotBe(overview.Element("partner-number").TextContent);
        (await browser.PostAsync($"/client/partner/register?{world.Crm.Names()}", new() { ["account"] = "1" })).Location.ShouldStartWith("/client/partner"); // somebody else's
    }

    [Fact]
    public async Task A_partner_makes_copies_and_archives_links_of_its_own_only()
    {
        var world = await PartnerScreens.OpenAsync(host);
        var (ann, bob) = (await world.NewPartnerAsync(), await world.NewPartnerAsync("Bob"));
        var foreign = await world.NewLinkAsync(bob.Id);
        using var browser = world.NewBrowser();
        await browser.LogInToClientAreaAsync(world.Crm, ann.User.Email);
        var links = (await browser.GetAsync($"/client/partner/links?{world.Crm.Names()}")).ShouldShow("partner-links");
        links.Element("links-none");

        var wrong = await browser.SubmitAsync(links, "link-create", ("name", " "), ("utmSource", "paper"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Element("link-name-error");
        wrong.Element("link-create").Closest("form")!.QuerySelector("#utmSource")!.GetAttribute("value").ShouldBe("paper");
        var page = await browser.FollowAsync(await browser.SubmitAsync(wrong, "link-create", ("name", "Spring <b>fair</b>"), ("target", "signup")));
        page.Element("link-url").GetAttribute("value")!.ShouldMatch("^https://[^/]+/r/[a-z0-9]{8}$");
        page.Element("link-qr").GetAttribute("src")!.ShouldStartWith("data:image/svg+xml;base64,");
        page.Element("link-url").HasAttribute("readonly").ShouldBeTrue();
        page.Text.ShouldNotContain("<b>fair</b>");
        (await browser.GetAsync(page.Element("link-download").GetAttribute("href")!)).Headers["Content-Type"].ShouldBe("image/svg+xml");

        (await browser.GetAsync($"/client/partner/links/{foreign.Id}?{world.Crm.Names()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.PostAsync($"/client/partner/links/{foreign.Id}/archive?{world.Crm.Names()}", [])).Status.ShouldBe(HttpStatusCode.NotFound);
        var list = await browser.FollowAsync(await browser.SubmitAsync(page, "link-archive"));
        list.Element("link-archived").TextContent.ShouldContain("Spring <b>fair</b>");
        (await browser.GetAsync($"/client/partner/codes?{world.Crm.Names()}")).Status.ShouldBe(HttpStatusCode.NotFound); // the sign-up does not ask for any
    }

    [Theory] // INV-9, INV-10, FLOW-ATTR1-9, CONF-6.3.3-3
    [InlineData(TraderDetails.Full, "Zoë Quinn")]
    [InlineData(TraderDetails.Masked, "Z. Q.")]
    [InlineData(TraderDetails.Counts, null)]
    public async Task The_partner_sees_whom_it_brought_as_far_as_the_broker_tells(TraderDetails details, string? name)
    {
        var world = await PartnerScreens.OpenAsync(host, settings => settings with { Traders = details });
        var ann = await world.NewPartnerAsync();
        using (var friend = world.NewBrowser())
        {
            var email = await PartnerScreens.SignUpAsync(friend, await friend.GetAsync(world.Crm.LoginUrl($"&firstLogin=true&partnerId={ann.Identifier}")));
            using var browser = world.NewBrowser();
            await browser.LogInToClientAreaAsync(world.Crm, ann.User.Email);

            var page = (await browser.GetAsync($"/client/partner/traders?{world.Crm.Names()}")).ShouldShow("partner-traders");

            page.Element("traders-count").TextContent.ShouldBe("1 trader");
            page.Find("trader-name")?.TextContent.ShouldBe(name);
            page.Text.Contains(email, StringComparison.Ordinal).ShouldBe(details == TraderDetails.Full);
            (page.Find("trader-email")?.TextContent).ShouldBe(details switch { TraderDetails.Full => email, TraderDetails.Masked => "p•••@e•••.com", _ => null });
            page.Text.Contains("Quinn", StringComparison.Ordinal).ShouldBe(details == TraderDetails.Full);
        }
    }

    [Fact] // INV-3
    public async Task A_trader_who_becomes_a_partner_stands_below_whoever_brought_it()
    {
        var world = await PartnerScreens.OpenAsync(host, static settings => settings with { Registration = PartnerRegistration.Open });
        var ann = await world.NewPartnerAsync();
        using var friend = world.NewBrowser();
        var email = await PartnerScreens.SignUpAsync(friend, await friend.GetAsync(world.Crm.LoginUrl($"&firstLogin=true&next=client&partnerId={ann.Identifier}")));
        await host.Onboarding.CompleteAsync(world.Broker, (await host.FindAsync(world.Crm, email)).Id);
        await friend.SubmitAsync(await OpenAsync(friend, world), "join-submit");
        using var browser = world.NewBrowser();
        await browser.LogInToClientAreaAsync(world.Crm, ann.User.Email);

        var page = (await browser.GetAsync($"/client/partner/network?{world.Crm.Names()}")).ShouldShow("partner-network");

        page.Element("sub-partner").TextContent.ShouldContain("Zoë Quinn");
        (await OpenAsync(browser, world)).Element("figure-partners").TextContent.ShouldBe("1");
        (await OpenAsync(browser, world)).Element("figure-traders").TextContent.ShouldBe("1");
    }

    private static async Task<Page> OpenAsync(Browser browser, PartnerScreens world) => await browser.GetAsync($"/client/partner?{world.Crm.Names()}");

    private async Task<(Browser Browser, long UserId)> LogInAsync(PartnerScreens world)
    {
        var user = await host.NewTraderAsync(world.Crm);
        var browser = world.NewBrowser();
        await browser.LogInToClientAreaAsync(world.Crm, user.Email);
        return (browser, user.Id);
    }
}
