using Drawbridge.BrowserTests.Hosting;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.BrowserTests.SecondEngine;
using Drawbridge.Broker.Users;
using Drawbridge.Cli.Up;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drawbridge.BrowserTests.EmbeddedWeb;

/// <summary>Trading on a site of the broker that is not its client area, and is another site to the browser.</summary>
public sealed class EmbeddingTests(Machine machine, OtherSite site) : IClassFixture<OtherSite>
{
    private static IFrameLocator Ours(Visit visit) => visit.Page.FrameLocator("drawbridge-trade iframe");

    private static IFrameLocator App(Visit visit) => Ours(visit).FrameLocator("[data-testid=embed-inner]");

    private static BrokerScreens Screens(Visit visit) => new(visit.Page, visit.Up, Ours(visit));

    private static ILocator Trigger(Visit visit) => visit.Page.Locator("drawbridge-trade button");

    private static Task ExpectTradingAsync(Visit visit) =>
        Expect(App(visit).GetByTestId("app-state")).ToHaveAttributeAsync("data-state", SimulatedApp.Trading);

    private static Task ExpectEventsAsync(Visit visit, string events) => Expect(visit.Page.Locator("body")).ToHaveAttributeAsync("data-events", events);

    /// <summary>Nothing that a page of ours, or of the site, is at has a token in its address; on the way to the platform each was seen once.</summary>
    private static void ExpectNoTokenKept(Visit visit, int sent)
    {
        visit.Page.Url.ShouldNotContain("dbot_");
        visit.Page.Frames.ShouldAllBe(static frame => !frame.Url.Contains("dbot_", StringComparison.Ordinal));
        var with = visit.Requests.Where(static url => url.Contains("dbot_", StringComparison.Ordinal)).ToList();
        with.Count.ShouldBe(sent);
        with.ShouldAllBe(url => url.StartsWith($"{visit.Up.PlatformUrl}/app/", StringComparison.Ordinal) && url.Contains("source=web&token=", StringComparison.Ordinal));
    }

    // CONF-6.3.8-1, CONF-6.3.8-2, SCR-13, SCR-76, SCR-80..82, FLOW-EMBED-1..7, MOD-6, MOD-60
    [Theory]
    [InlineData(390, 844, "en", "light")]
    [InlineData(1440, 900, "ar", "dark")]
    public async Task A_frame_takes_the_trader_by_the_login_to_the_platform_and_remembers(int width, int height, string lang, string theme)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync(options => options.ViewportSize = new() { Width = width, Height = height });
        await BlockThirdPartiesAsync(visit);
        await site.OpenAsync(visit, OtherSite.Element($"""lang="{lang}" theme="{theme}" deeplink="/symbols/XAUUSD/chart" """));
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();

        await Trigger(visit).ClickAsync();
        await Expect(Screens(visit)["embed-gate"]).ToBeVisibleAsync();
        await ExpectEventsAsync(visit, "login");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
        await visit.KeepPictureAsync($"embed-gate-{theme}-{lang}");
        await Screens(visit)["embed-login"].ClickAsync();
        await Screens(visit).LogInAsync(person);

        await ExpectTradingAsync(visit);
        await ExpectEventsAsync(visit, "login ready");
        await Expect(App(visit).Locator("html")).ToHaveAttributeAsync("lang", lang);
        await Expect(App(visit).Locator(".chart-symbol")).ToHaveTextAsync("XAUUSD");
        await Expect(visit.Page.Locator("drawbridge-trade iframe")).ToBeFocusedAsync();
        await visit.KeepPictureAsync($"embed-{theme}-{lang}");

        await visit.Page.ReloadAsync();
        await Trigger(visit).ClickAsync();
        await ExpectTradingAsync(visit);
        await ExpectEventsAsync(visit, "ready");
        ExpectNoTokenKept(visit, sent: 2);
    }

    // SCR-76: the session goes from form to form.
    [Fact]
    public async Task A_frame_works_where_the_browser_keeps_no_cookies_of_the_broker()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitWithoutCookiesAsync();
        await site.OpenAsync(visit, OtherSite.Element("open"));

        await Screens(visit)["embed-login"].ClickAsync();
        await Screens(visit).LogInAsync(person);

        await ExpectTradingAsync(visit);
        await ExpectEventsAsync(visit, "login ready");
    }

    // SCR-12, SCR-76, FLOW-EMBED-1
    [Fact]
    public async Task A_frame_can_use_the_login_of_the_client_area()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.Screens.OpenClientAreaAsync(person);
        await BlockThirdPartiesAsync(visit);
        await site.OpenAsync(visit, OtherSite.Element("open"));

        var window = await visit.Context.RunAndWaitForPageAsync(() => Screens(visit)["embed-connect"].ClickAsync());

        await ExpectTradingAsync(visit);
        window.IsClosed.ShouldBeTrue();
        ExpectNoTokenKept(visit, sent: 1);
    }

    // CONF-6.3.8-2, SCR-12, SCR-82..84, MOD-56
    [Theory]
    [InlineData("tab", true)]
    [InlineData("popup", true)]
    [InlineData("", false)] // a link alone
    public async Task A_tab_or_a_window_opens_logged_in_where_the_link_says(string mode, bool withScript)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.Screens.OpenClientAreaAsync(person);
        var number = await visit.Screens["account"].Locator("[name=acc]").InputValueAsync();
        var link = $"{machine.Up.BrokerUrl}/embed/open?{BrokerScreens.Names.Replace("&", "&amp;", StringComparison.Ordinal)}&amp;acc={number}&amp;lang=de&amp;theme=dark&amp;deeplink=/symbols/XAUUSD/info";
        await site.OpenAsync(
            visit, OtherSite.Element($"""mode="{mode}" account="{number}" lang="de" theme="dark" deeplink="/symbols/XAUUSD/info" """, $"""<a href="{link}" target="_blank" rel="noopener">Trade</a>"""),
            withScript: withScript);

        var page = await visit.Context.RunAndWaitForPageAsync(() => visit.Page.GetByText("Trade", new() { Exact = true }).ClickAsync());

        var app = new SimulatedApp(page, machine.Up);
        await app.ExpectAsync(SimulatedApp.Trading);
        await Expect(app.AccountLogin).ToHaveTextAsync(number);
        await Expect(page.Locator(".chart-symbol")).ToHaveTextAsync("XAUUSD");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        (await page.EvaluateAsync<bool>("window.opener === null")).ShouldBeTrue();
        ExpectNoTokenKept(visit, sent: 1);
    }

    // FLOW-EMBED-1
    [Fact]
    public async Task A_tab_of_who_is_logged_out_asks_for_the_login_first()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await site.OpenAsync(visit, OtherSite.Element("mode=\"tab\" deeplink=\"/symbols/XAUUSD/info\""));

        var page = await visit.Context.RunAndWaitForPageAsync(() => Trigger(visit).ClickAsync());
        await new BrokerScreens(page, machine.Up).LogInAsync(person);

        var app = new SimulatedApp(page, machine.Up);
        await app.ExpectAsync(SimulatedApp.Trading);
        await Expect(page.Locator(".chart-symbol")).ToHaveTextAsync("XAUUSD");
    }

    // FLOW-EMBED-3: the site's back end asked for the token
    [Theory]
    [InlineData("iframe")]
    [InlineData("tab")]
    [InlineData("popup")]
    public async Task The_sites_own_back_end_can_say_who_trades(string mode)
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await BlockThirdPartiesAsync(visit);
        await site.OpenAsync(visit, OtherSite.Element($"""mode="{mode}" token-endpoint="{site.TokensOf(site.Token(person))}" """));

        if (mode == "iframe")
        {
            await Trigger(visit).ClickAsync();
            await ExpectTradingAsync(visit);
            await ExpectEventsAsync(visit, "ready");
        }
        else
        {
            var page = await visit.Context.RunAndWaitForPageAsync(() => Trigger(visit).ClickAsync());
            await new SimulatedApp(page, machine.Up).ExpectAsync(SimulatedApp.Trading);
        }

        ExpectNoTokenKept(visit, sent: 1);
    }

    // SCR-61: an engine that is not Chromium's, which keeps sites apart in its own way
    [Fact]
    public async Task It_works_in_private_windows_of_another_engine()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var firefox = await Firefox.StartAsync();

        await firefox.OpenAsync(site.Add(OtherSite.Element($"""open token-endpoint="{site.TokensOf(site.Token(person))}" """)).AbsoluteUri);

        await firefox.UntilAsync("document.body.dataset.events === 'ready'");
        firefox.Complaints.ShouldBeEmpty();
    }

    // SCR-76: what the platform opens in its frame has the site around it, too
    [Fact]
    public async Task Screens_of_the_broker_open_inside_the_platform_inside_the_site()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await BlockThirdPartiesAsync(visit);
        await site.OpenAsync(visit, OtherSite.Element($"""token-endpoint="{site.TokensOf(site.Token(person))}" """));
        await Trigger(visit).ClickAsync();
        await ExpectTradingAsync(visit);

        await App(visit).GetByTestId("action-deposit").ClickAsync();
        var screen = new BrokerScreens(visit.Page, visit.Up, App(visit).FrameLocator("[data-testid=broker-frame]"));
        await Expect(screen["cashier-submit"]).ToBeVisibleAsync();
        await screen["close"].ClickAsync();
        await App(visit).GetByTestId("logout").ClickAsync();
        await Expect(screen["login"]).ToBeVisibleAsync();
        await screen.LogInAsync(person);

        await ExpectTradingAsync(visit);
    }

    [Fact]
    public async Task A_blocked_window_leaves_a_link()
    {
        await using var visit = await machine.VisitAsync();
        await visit.Page.AddInitScriptAsync("window.open = () => null");
        await site.OpenAsync(visit, OtherSite.Element("mode=\"popup\" account=\"12\""));

        await Trigger(visit).ClickAsync();

        await ExpectEventsAsync(visit, "error:blocked");
        var note = visit.Page.Locator("drawbridge-trade [role=status]");
        await Expect(note).ToContainTextAsync("Your browser blocked the new window.");
        (await note.Locator("a").GetAttributeAsync("href")).ShouldNotBeNull().ShouldContain("/embed/open?brokerName=tradingtech_main&brokerCrmName=tradingtech_crm&acc=12");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
    }

    // P2B-OT-9: one that was used, and one that nobody knows
    [Fact]
    public async Task A_token_that_is_good_no_more_is_replaced_before_it_is_sent()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        var used = await site.NewTokenAsync(person);
        await visit.Page.GotoAsync($"{machine.Up.PlatformUrl}/app/?brokerName={DemoNames.TradingTech}&token={used}");
        await visit.App.ExpectAsync(SimulatedApp.Trading);
        await site.OpenAsync(visit, OtherSite.Element($"""token-endpoint="{site.TokensOf(Give(used), Give($"dbot_{new string('a', 43)}"), site.Token(person))}" """));

        await Trigger(visit).ClickAsync();

        await ExpectTradingAsync(visit);
        await ExpectEventsAsync(visit, "ready");

        static Func<Task<IResult>> Give(string token) => () => Task.FromResult(Results.Json(new { token }));
    }

    // P2B-OT-2: it aged between us and the platform
    [Fact]
    public async Task A_token_that_ages_on_its_way_is_replaced_without_a_word()
    {
        var person = await machine.Up.NewTraderAsync();
        var user = await machine.Up.FindUserAsync(person);
        await using var visit = await machine.VisitAsync();
        await site.OpenAsync(visit, OtherSite.Element(""));
        var slow = 1;
        var cancellationToken = TestContext.Current.CancellationToken;
        await visit.Context.RouteAsync("**/app/api/sessions", async route =>
        {
            if (Interlocked.Exchange(ref slow, 0) == 1)
            {
                await AgeTokensAsync(user, cancellationToken);
            }

            await route.ContinueAsync();
        });
        await Trigger(visit).ClickAsync();
        await Screens(visit)["embed-login"].ClickAsync();

        await Screens(visit).LogInAsync(person);

        await ExpectTradingAsync(visit);
        await ExpectEventsAsync(visit, "login ready");
        slow.ShouldBe(0);
        ExpectNoTokenKept(visit, sent: 2);
    }

    // SCR-76
    [Fact]
    public async Task A_site_that_the_broker_does_not_name_shows_nothing_and_is_told_why()
    {
        await using var visit = await machine.VisitAsync();
        visit.Tolerate("frame-ancestors");
        visit.Tolerate("WebOrigins");
        await site.OpenAsync(visit, OtherSite.Element(""), host: "www.stranger");

        await Trigger(visit).ClickAsync();

        await ExpectEventsAsync(visit, "error:refused");
        await Expect(visit.Page.Locator("drawbridge-trade [role=status]")).ToContainTextAsync("Trading can't be opened here");
        await Expect(visit.Page.Locator("drawbridge-trade iframe")).ToHaveCountAsync(0);
    }

    // FLOW-EMBED-8, MOD-20, FLOW-HANDOFF-10
    [Fact]
    public async Task A_broker_whose_users_log_in_at_the_platform_says_that_it_has_none()
    {
        await using var visit = await machine.VisitAsync();
        await site.OpenAsync(visit, OtherSite.Element("", broker: DemoNames.FinancialHouseLight, crm: DemoNames.FinancialHouseCrm));

        await Trigger(visit).ClickAsync();

        await Expect(Screens(visit)["embed-refusal"]).ToContainTextAsync("Trading isn't available on this page");
        await ExpectEventsAsync(visit, "error:not-offered");
        (await Axe.FaultsOfAsync(visit.Page)).ShouldBeEmpty();
    }

    // FLOW-LOGOUT-1, FLOW-LOGOUT-2
    [Fact]
    public async Task The_site_hears_of_a_logout()
    {
        var person = await machine.Up.NewTraderAsync();
        await using var visit = await machine.VisitAsync();
        await visit.Page.Clock.InstallAsync();
        await site.OpenAsync(visit, OtherSite.Element("open"));
        await Screens(visit)["embed-login"].ClickAsync();
        await Screens(visit).LogInAsync(person);
        await Expect(Screens(visit)["embed-inner"]).ToBeVisibleAsync();
        while (await visit.Page.Locator("body").GetAttributeAsync("data-events") != "login ready")
        {
            await visit.Page.Clock.RunForAsync(500);
        }

        await using var elsewhere = await machine.VisitAsync();
        await elsewhere.Screens.OpenClientAreaAsync(person);
        await elsewhere.Screens["logout"].ClickAsync();
        await Expect(elsewhere.Screens["login"]).ToBeVisibleAsync();
        await visit.Page.Clock.RunForAsync(60_000);

        await ExpectEventsAsync(visit, "login ready logged-out");
    }

    private static async Task BlockThirdPartiesAsync(Visit visit)
    {
        var devTools = await visit.Context.NewCDPSessionAsync(visit.Page);
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync(
            "Network.setCookieControls",
            new() { ["enableThirdPartyCookieRestriction"] = true, ["disableThirdPartyCookieMetadata"] = true, ["disableThirdPartyCookieHeuristics"] = true });
    }

    private Task<int> AgeTokensAsync(BrokerUser user, CancellationToken cancellationToken) => machine.Up.Broker.GetRequiredService<Database>().WriteAsync(
        session => session.ExecuteAsync("update one_time_tokens set expires_at = created_at where user_id = @Id", new { user.Id }), cancellationToken);
}
