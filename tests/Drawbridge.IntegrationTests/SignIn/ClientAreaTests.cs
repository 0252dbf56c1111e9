using Drawbridge.Broker.Sessions;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.SignIn;

public sealed class ClientAreaTests(ScreensHost host) : IClassFixture<ScreensHost>
{
    [Fact]
    public async Task Without_a_session_there_is_a_login() // FLOW-EMBED-1, FLOW-GEN-5
    {
        var crm = await NewCrmAsync();
        using var browser = new Browser(host);

        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login?");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trading_opens_with_a_token_made_at_the_click(bool keep) // SCR-12, SCR-80..82, FLOW-EMBED-3..4, FLOW-KMLI-4
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var home = await HomeAsync(browser, crm, user.Email, keep);
        home.Element("open-trading").Closest("form")!.GetAttribute("target").ShouldBe("_blank");
        home.Text.ShouldNotContain("dbot_");
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var answer = (await browser.SubmitAsync(home, "open-trading")).ShouldLeadTo("https://web.example.test/info?source=web&token=");

        answer.LocationParameter("acc").ShouldBe(home.Document.QuerySelector("input[name=acc]")!.GetAttribute("value"));
        answer.LocationParameter("lang").ShouldBe("en");
        answer.LocationParameter("theme").ShouldBe("light");
        var exchange = await crm.ExchangeAsync(answer.LocationParameter("token")!);
        exchange.Json["userId"]!.GetValue<long>().ShouldBe(user.CtraderUserId!.Value);
        exchange.Json.ContainsKey("accessToken").ShouldBe(keep);
    }

    [Fact]
    public async Task Nobody_opens_an_account_of_somebody_else()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        var home = await HomeAsync(browser, crm, user.Email);

        (await browser.SubmitAsync(home, "open-trading", ("acc", "1"))).ShouldShow("screen-error", 403);
    }

    [Fact]
    public async Task A_logout_ends_every_session_access_token_and_platform_session() // FLOW-LOGOUT-1, FLOW-LOGOUT-4
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        using var elsewhere = new Browser(host);
        await HomeAsync(elsewhere, crm, user.Email);
        var home = await HomeAsync(browser, crm, user.Email);
        var exchange = await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(user.CtraderUserId!.Value));

        var login = (await browser.FollowAsync(await browser.SubmitAsync(home, "logout"))).ShouldShow("login");

        login.Element("logged-out");
        browser.Cookies.Keys.ShouldNotContain(name => name.StartsWith("__Host-session", StringComparison.Ordinal));
        (await elsewhere.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login");
        host.PlatformLogouts.UserIds.ShouldContain(user.Id);
        (await crm.ValidateAsync(exchange.Text("accessToken"))).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
    }

    [Fact]
    public async Task A_login_begins_a_new_session_and_ends_the_one_before()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        using var thief = new Browser(host);
        await HomeAsync(browser, crm, user.Email);
        var before = SessionOf(browser);
        await HomeAsync(browser, crm, user.Email);

        SessionOf(browser).ShouldNotBe(before);
        var service = host.Services.GetRequiredService<SessionStore>();
        Drawbridge.Protocol.Tokens.SessionToken.TryParse(before, out var token).ShouldBeTrue();
        (await service.FindAsync(token.Fingerprint(), crm.Broker().Id, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_ends_unused_after_half_an_hour_and_used_after_half_a_day()
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var idle = new Browser(host);
        using var busy = new Browser(host);
        await HomeAsync(idle, crm, user.Email);
        await HomeAsync(busy, crm, user.Email);
        for (var minutes = 0; minutes < 12 * 60 - 20; minutes += 20)
        {
            host.Time.Advance(TimeSpan.FromMinutes(20));
            (await busy.GetAsync($"/client?{crm.Names()}")).ShouldShow("client-home");
        }

        (await idle.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login");
        host.Time.Advance(TimeSpan.FromMinutes(20));
        (await busy.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login");
    }

    [Fact]
    public async Task The_broker_may_end_all_sessions_of_a_user() // P2B-4.5-5
    {
        var crm = await NewCrmAsync();
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await HomeAsync(browser, crm, user.Email);

        await host.Services.GetRequiredService<SessionService>().EndAllAsync(crm.Broker(), user.Id, CancellationToken.None);

        (await browser.GetAsync($"/client?{crm.Names()}")).ShouldLeadTo("/client/login");
    }

    [Fact]
    public async Task A_session_of_one_broker_is_none_at_another() // BID-44
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        var user = await host.NewTraderAsync(crm);
        using var browser = new Browser(host);
        await HomeAsync(browser, crm, user.Email);

        (await browser.GetAsync($"/client?{crm.Names(1)}")).ShouldLeadTo("/client/login");
    }

    [Fact]
    public async Task Signing_up_from_the_client_area_leads_back_to_it() // FLOW-CREATE-20
    {
        var crm = await NewCrmAsync();
        using var browser = new Browser(host);
        var login = await browser.GetAsync($"/client/login?{crm.Names()}");
        var signup = await browser.GetAsync(login.Href("switch-form"));

        var create = await browser.FollowAsync(await browser.SubmitAsync(
            signup, "submit", ("firstName", "A"), ("lastName", "B"), ("email", People.NewEmail()), ("password", People.Password)));

        (await browser.SubmitAsync(create, "account-submit")).ShouldLeadTo("/client?");
    }

    [Fact]
    public async Task The_client_area_of_a_host_of_its_own_needs_no_names()
    {
        var crm = await host.NewCrmAsync(change: settings => settings with { Hosts = ["localhost"] });
        using var client = new HttpClient(TestCertificate.Handler());

        using var response = await client.GetAsync(new UriBuilder(host.Url) { Host = "localhost", Path = "/client/login" }.Uri);

        response.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static string SessionOf(Browser browser) =>
        browser.Cookies.Single(cookie => cookie.Key.StartsWith("__Host-session", StringComparison.Ordinal)).Value;

    private static async Task<Page> HomeAsync(Browser browser, TestCrm crm, string email, bool keep = false) =>
        (await browser.FollowAsync((await browser.LogInToClientAreaAsync(crm, email, keep: keep)).ShouldLeadTo("/client?"))).ShouldShow("client-home");

    private Task<TestCrm> NewCrmAsync() => host.NewCrmAsync(change: settings => settings with { WebUrl = new("https://web.example.test/info") });
}
